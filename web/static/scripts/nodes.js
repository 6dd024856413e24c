// Elements of a page and of a drawing, made of words: every text becomes a text node, never markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes (null and false leave one out, true is the empty one) and children: nodes, or texts.
 * @param {string} name
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 */
export const make = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

/** The same, of SVG. */
export const draw = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
