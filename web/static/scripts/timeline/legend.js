/** The key of marks, under the drawing. */

import { draw, make } from "../nodes.js";
import { DrawnMark } from "./marks.js";

const day = { from: 0, to: 10, solid: { start: 0, end: 10 }, isHatched: false, isOpenBefore: false, isOpenAfter: false };
const days = { ...day, to: 20, solid: { start: 0, end: 20 } };
const week = { ...day, from: 0, to: 28, solid: null, isHatched: true };
/** Words, status, shape, how many pixels wide the sample is, and how sure its date is. */
const SAMPLES = [
  ["certain", "occurred", days, 20],
  ["some time within", "occurred", week, 28],
  ["open end", "occurred", { ...week, from: 0, to: 0, isOpenAfter: true }, 30],
  ["ongoing", "ongoing", days, 20],
  ["possible", "possible", day, 10],
  ["scheduled", "scheduled", days, 20],
  ["denied", "denied", { ...day, from: 4, to: 14, solid: { start: 4, end: 14 } }, 18],
  ["date doubtful", "occurred", days, 20, 0],
];

/** The key of marks: the marks themselves, drawn as in the timeline. */
export function legend(hatch) {
  const list = make("ul", { class: "timeline-legend", "aria-label": "Key of marks" });
  const add = (words, width, drawing) => {
    const svg = draw("svg", { viewBox: `0 -8 ${width} 16`, "aria-hidden": "true" }, drawing);
    svg.style.inlineSize = `${width / 16}rem`;
    list.append(make("li", {}, svg, words));
  };
  const sample = (mark) => {
    const drawn = new DrawnMark(mark, { unit: 1, hatch, isSelected: false });
    drawn.place({ scale: mark.shape.isOpenAfter ? 1e-9 : 1, origin: 0, top: 0, left: -99, right: 99 });
    for (const attribute of ["role", "tabindex", "aria-label"]) drawn.node.removeAttribute(attribute);
    drawn.node.classList.replace("mark", "sample");
    return drawn.node;
  };
  for (const [words, status, shape, width, confidence = 1] of SAMPLES) {
    const event = { id: words, title: words, status, time: { confidence }, conflicts: [], reports: 1, sources: 1 };
    add(words, width, sample({ event, events: [event], shape, from: shape.from, to: shape.to, isCluster: false, isNarrow: false, label: null }));
  }
  add("several", 23, sample({ event: null, events: Array(12).fill(null), shape: day, from: 1.5, to: 21.5, isCluster: true, isNarrow: true, label: null }));
  add("dates disagree", 9, draw("text", { class: "conflict-sign", x: 0, y: 4.5 }, "≠"));
  return list;
}
