/**
 * The form of /try: what is pasted, and what is known of it. It is kept in this tab's sessionStorage, so that a reload loses nothing,
 * and nowhere else.
 */

const KEPT = "dateline.try";
const FIELDS = ["text", "published_at", "language", "source"];
const OTHER = { text: "html", html: "text" };
const NAMES = { text: "text", html: "HTML" };

/** Whether a text is a page, or a part of one: it begins with a tag, and has one that ends. */
export const isMarkup = (text) => /^\s*<(?:!doctype|!--|[a-z])/i.test(text) && /<\/?[a-z][^<>]*>/i.test(text);

/**
 * @param {HTMLFormElement} form
 * @param {() => void} changed called whenever it says something else
 */
export function openArticle(form, changed) {
  const fields = Object.fromEntries(FIELDS.map((name) => [name, form.elements.namedItem(name)]));
  const taken = document.getElementById("taken");
  const other = document.getElementById("take-other");
  let forced = null; // "text" or "html", where somebody said so
  let example = null; // what was put in, until another text is, without what somebody has said anew

  const kind = () => forced ?? (isMarkup(fields.text.value) ? "html" : "text");

  function tell() {
    if (!fields.text.value.trim()) forced = null;
    const mayBeHtml = forced !== null || isMarkup(fields.text.value);
    taken.textContent = fields.text.value.trim() ? `Taken as ${NAMES[kind()]}.` : "";
    other.hidden = !mayBeHtml;
    other.textContent = `Take it as ${NAMES[OTHER[kind()]]}`;
  }

  function keep() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ ...values(), forced }));
    } catch {
      // Too long to keep, or not allowed: then a reload loses it.
    }
  }

  const values = () => Object.fromEntries(FIELDS.map((name) => [name, fields[name].value]));

  function update() {
    tell();
    keep();
    changed();
  }

  /** Another article is not of the example's day, nor of its paper. */
  function leaveExample() {
    const { value } = fields.text;
    if (!example || value.startsWith(example.text.slice(0, 20)) || value.endsWith(example.text.slice(-20))) return;
    for (const name of ["published_at", "source"]) if (fields[name].value === example[name]) fields[name].value = "";
    example = null;
  }

  form.addEventListener("input", ({ target }) => {
    if (target === fields.text) leaveExample();
    else if (example) delete example[target.id];
    update();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  other.addEventListener("click", () => {
    forced = OTHER[kind()];
    update();
  });

  return {
    /** The body of a request, or null where there is nothing to read. */
    body() {
      const { text, ...known } = values();
      if (!text.trim()) return null;
      const told = Object.entries(known).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
      return { [kind()]: text, ...Object.fromEntries(told) };
    },
    /** Puts an article in; what it does not say is emptied. What is known of an example goes where another text comes. */
    fill(article, { isExample = false } = {}) {
      forced = article.forced ?? null;
      example = isExample ? { ...article } : null;
      for (const name of FIELDS) fields[name].value = article[name] ?? "";
      update();
    },
    /** What was there before a reload, or null. */
    kept() {
      try {
        return JSON.parse(sessionStorage.getItem(KEPT));
      } catch {
        return null;
      }
    },
    /** Marks the fields that problems point to, and no others. */
    blame(pointers) {
      for (const name of FIELDS) {
        const isWrong = pointers.includes(`/${name}`) || (name === "text" && pointers.includes("/html"));
        fields[name].toggleAttribute("aria-invalid", false);
        if (isWrong) fields[name].setAttribute("aria-invalid", "true");
      }
    },
    fields,
  };
}
