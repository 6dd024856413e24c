/** The elements of the overview: its frame of HTML, and the pieces of its picture. */

import { draw, make } from "../nodes.js";
import { number } from "../numbers.js";
import { ticks } from "../ticks.js";
import { heightOf } from "./density.js";

/** Pixels: beside the bars, above them, their full height, and what the axis has below them. */
export const INSET = 16;
export const TOP = 16;
export const BARS = 72;
const AXIS = 38;
export const BASE = TOP + BARS;
export const HEIGHT = BASE + AXIS;

const LONG = 4;
const LABEL = 14;
const CONTEXT = 30;
const CHARACTER = 7;

/** All that stays while bars and windows change. `hatch` is the id of the pattern of what is not certain. */
export function build(hatch) {
  const key = make("span", { class: "overview-unit" });
  const readout = make("span", { class: "overview-readout", "aria-hidden": "true" });
  const all = make("button", { type: "button", class: "overview-all", "aria-label": "All of time" }, "All");
  const legend = make("span", { class: "overview-legend" }, drawSwatch(), " certain ", drawSwatch(hatch), " possible · square-root scale");
  const caption = make("figcaption", { class: "overview-caption" }, key, " ", legend);

  const [bars, grid, axis] = ["bars", "grid", "axis"].map((name) => draw("g", { class: `overview-${name}` }));
  const veil = { class: "overview-veil", y: 0, height: BASE, x: 0, width: 0 };
  const [before, behind] = [draw("rect", veil), draw("rect", veil)];
  const frame = draw("path", { class: "overview-frame" });
  const svg = draw("svg", { role: "img", "aria-label": "Events in time", height: HEIGHT }, drawHatch(hatch), bars, before, behind, grid, axis, frame);
  const [earlier, later] = ["earlier", "later"].map((name) =>
    make("button", { type: "button", class: `overview-edge overview-${name}`, hidden: true }),
  );
  const plot = make("div", { class: "overview-plot" }, svg, earlier, later);
  const note = make("p", { class: "overview-note" });
  const head = make("div", { class: "overview-head" }, caption, readout, all);
  const figure = make("figure", { class: "overview", "aria-label": "Events in time" }, head, plot, note);
  return { figure, key, readout, all, plot, svg, bars, grid, axis, before, behind, frame, earlier, later, note };
}

/** How wide the counts beside the bars are. */
export function gutter(levels) {
  return levels.length ? number(levels.at(-1)).length * CHARACTER + 8 : 0;
}

/** A line at a round count, and the count at its end. */
export function drawLevel(level, most, left, right) {
  const y = Math.round(BASE - heightOf(level, most) * BARS) + 0.5;
  const text = number(level);
  return [
    draw("line", { x1: left, x2: right - text.length * CHARACTER - 4, y1: y, y2: y }),
    draw("text", { x: right, y: y + 4 }, text),
  ];
}

/** The base line, ticks and labels of the dense part; labels on its second line are named once, where they change. */
export function drawAxis({ start, end }, pixel, [left, right]) {
  const { major, minor, contexts } = ticks(start, end, right - left);
  const base = draw("line", { class: "overview-base", x1: left, x2: right, y1: BASE + 0.5, y2: BASE + 0.5 });
  const ticks_ = [...minor, ...major.map(({ at }) => at)].map((at) => {
    const x = Math.round(pixel(at)) + 0.5;
    return draw("line", { x1: x, x2: x, y1: BASE, y2: BASE + (minor.includes(at) ? LONG / 2 : LONG) });
  });
  const labels = list(major, pixel, right).map(([x, label]) => draw("text", { x, y: BASE + LABEL }, label));
  const named = list(contexts, (at) => Math.max(pixel(at), left), right).map(([x, label]) => (
    draw("text", { class: "overview-context", x, y: BASE + CONTEXT }, label)));
  return [base, ...ticks_, ...labels, ...named];
}

/** Labels that have room, where they begin. */
function list(labels, pixel, right) {
  const placed = [];
  let free = -Infinity;
  for (const { at, label } of labels) {
    const x = pixel(at);
    const width = label.length * CHARACTER;
    if (x < free || x + width > right + INSET) continue;
    placed.push([x, label]);
    free = x + width + CHARACTER;
  }
  return placed;
}

/** Two strokes through the base line where time is left out, and the base of what lies behind. */
export function drawBreaks({ earlier, later }, [left, right], end) {
  const strokes = (x) => [x - 2, x + 2].map((each) => (
    draw("path", { class: "overview-break", d: `M${each - 2},${BASE + 4}L${each + 2},${BASE - 3}` })));
  const base = (x1, x2) => draw("line", { class: "overview-base", x1, x2, y1: BASE + 0.5, y2: BASE + 0.5 });
  return [
    ...(earlier ? [base(INSET, left - 10), ...strokes(left - 6)] : []),
    ...(later ? [base(right + 10, end), ...strokes(right + 6)] : []),
  ];
}

function drawHatch(id) {
  const line = draw("path", { d: "M-1,5L5,-1M-1,1L1,-1M3,5L5,3" });
  return draw("defs", {}, draw("pattern", { id, width: 4, height: 4, patternUnits: "userSpaceOnUse", class: "overview-hatch" }, line));
}

function drawSwatch(hatch) {
  const fill = hatch && `url(#${hatch})`;
  const square = draw("rect", { class: hatch ? "overview-possible" : "overview-certain", width: 10, height: 10, fill });
  return draw("svg", { class: "overview-swatch", width: 10, height: 10, "aria-hidden": "true" }, square);
}
