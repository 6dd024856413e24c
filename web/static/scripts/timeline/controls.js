/** What stands above the drawing: how to move in it, in a few words, and buttons for those who would rather press one. */

import { make } from "../nodes.js";

/** @param {{zoomOut(): void, zoomIn(): void, fit(): void}} act @returns {HTMLElement} */
export function controls(act) {
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  const hints = {
    pointer: `Drag to move, ${isMac ? "⌘" : "Ctrl"} and wheel to zoom; or arrows, + and −.`,
    touch: "Drag to move, pinch to zoom.",
  };
  const said = Object.entries(hints).map(([by, words]) => make("span", { class: `timeline-hint-${by}` }, words));
  const buttons = [["−", "Zoom out", act.zoomOut], ["+", "Zoom in", act.zoomIn], ["Fit", "Fit all events", act.fit]].map(
    ([words, name, press]) => {
      const button = make("button", { type: "button", class: "timeline-button", "aria-label": name }, words);
      button.addEventListener("click", press);
      return button;
    },
  );
  return make(
    "div", { class: "timeline-controls" },
    make("p", { class: "timeline-hint" }, ...said),
    make("div", { class: "timeline-buttons" }, ...buttons),
  );
}
