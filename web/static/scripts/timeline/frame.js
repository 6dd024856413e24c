/** The elements of the timeline: buttons, the frame of the drawing, the key of marks, and what is said where something is not drawn. */

import { make } from "../nodes.js";
import { controls } from "./controls.js";
import { legend } from "./legend.js";

/**
 * @param {HTMLElement} element is filled @param {import("./drawing.js").Drawing} drawing
 * @param {{zoomOut(): void, zoomIn(): void, fit(): void} | null} act null for one that stands still
 */
export function build(element, drawing, act) {
  const told = { role: "group", tabindex: 0, "aria-label": "Timeline", "aria-roledescription": "timeline" };
  const frame = make("div", { class: act ? "timeline-frame" : "timeline-frame is-still", ...told }, drawing.svg);
  const empty = make("p", { class: "timeline-empty", hidden: true }, "No event here has a date to draw.");
  const undrawn = make("p", { class: "timeline-undrawn", hidden: true });
  element.classList.add("timeline");
  element.replaceChildren(...(act ? [controls(act)] : []), frame, empty, legend(`${drawing.id}-hatch`), undrawn);
  return { frame, empty, undrawn };
}

/** Words in a place of their own, which is not there without any. */
export function say(place, words) {
  if (place.textContent !== words) place.textContent = words;
  place.hidden = !words;
}
