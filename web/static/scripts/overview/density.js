/**
 * Where events lie in time, as pure functions: what is shown at full width, what at the edges, and where each second lies.
 *
 * One event in 480 BCE beside thousands in 2025 would leave these a hair's breadth. So where nearly all events (all but `FEW`,
 * or the share `SHARE`) lie in a small part of the extent (`PART`), that part has the width, and what lies before and behind it
 * an *edge* of fixed width with its count. Bins near to the part are taken into it, as long as it stays a small part of the
 * extent, and what it was without them no smaller part of it.
 *
 * @typedef {{start: number, end: number, events: number, certain: number}} Bin seconds, half-open
 * @typedef {{start: number, end: number, events: number, certain: number, bins: Bin[]}} Edge
 * @typedef {{dense: {start: number, end: number}, bins: Bin[], earlier: Edge | null, later: Edge | null}} Layout
 */

import { DAY, at, floor, moment, next } from "../calendar.js";

export const SHARE = 0.98;
export const FEW = 3;
export const PART = 0.1;
const LEAST_STEPS = 15;

/**
 * The part where events lie close, its bins, and what lies outside.
 * @param {Bin[]} bins in the order of time, at least one
 * @returns {Layout}
 */
export function condense(bins) {
  const length = (first, last) => bins[last].end - bins[first].start;
  let [first, last] = findCore(bins);
  const room = Math.min(PART * length(0, bins.length - 1), length(first, last) / PART);
  if (length(first, last) >= room) return layOut(bins, 0, bins.length - 1);
  for (;;) {
    const before = first > 0 ? length(first - 1, last) : Infinity;
    const behind = last < bins.length - 1 ? length(first, last + 1) : Infinity;
    if (Math.min(before, behind) > room) return layOut(bins, first, last);
    if (before <= behind) first -= 1;
    else last += 1;
  }
}

/** The first and the last bin of the shortest stretch that holds nearly all events. */
function findCore(bins) {
  const total = bins.reduce((sum, { events }) => sum + events, 0);
  const wanted = Math.min(SHARE * total, total - Math.min(FEW, Math.floor(total / 4)));
  let best = [0, bins.length - 1];
  let held = 0;
  let first = 0;
  for (let last = 0; last < bins.length; last += 1) {
    held += bins[last].events;
    while (held - bins[first].events >= wanted) {
      held -= bins[first].events;
      first += 1;
    }
    const isShorter = bins[last].end - bins[first].start < bins[best[1]].end - bins[best[0]].start;
    if (held >= wanted && isShorter) best = [first, last];
  }
  return best;
}

function layOut(bins, first, last) {
  return {
    dense: { start: bins[first].start, end: bins[last].end },
    bins: bins.slice(first, last + 1),
    earlier: gather(bins.slice(0, first)),
    later: gather(bins.slice(last + 1)),
  };
}

function gather(bins) {
  if (!bins.length) return null;
  const sum = (name) => bins.reduce((total, bin) => total + bin[name], 0);
  return { start: bins[0].start, end: bins.at(-1).end, events: sum("events"), certain: sum("certain"), bins };
}

/** The layout with some empty time around few bins, so that a single day is a bar and not a wall. */
export function pad(layout, unit) {
  if (layout.earlier || layout.later) return layout;
  const dense = { ...layout.dense };
  for (let missing = LEAST_STEPS - countSteps(dense, unit); missing > 0; missing -= 1) {
    if (missing % 2) dense.end = step(dense.end, unit);
    else dense.start = begin(dense.start - 1, unit);
  }
  return { ...layout, dense };
}

/** The start of the unit that follows the one that begins at these seconds. */
export function step(seconds, unit) {
  return unit === "decade" ? next(seconds, "year", 10) : next(seconds, unit);
}

/** The start of the unit in which a second lies. */
function begin(seconds, unit) {
  return unit === "decade" ? at(Math.floor(moment(seconds).year / 10) * 10) : floor(seconds, unit);
}

/** How many units a stretch has, counted from the one in which it starts. */
export function countSteps({ start, end }, unit) {
  if (unit === "day" || unit === "week") return Math.ceil((end - floor(start, unit)) / ((unit === "day" ? 1 : 7) * DAY));
  const [first, last] = [moment(start), moment(end - 1)];
  const months = { month: 1, quarter: 3, year: 12, decade: 120 }[unit];
  const number = ({ year, month }) => Math.floor((year * 12 + month - 1) / months);
  return number(last) - number(first) + 1;
}

/** Where a window may begin and end: between the units of the dense part, and around each bin outside it. */
export function listBounds({ dense, earlier, later }, unit) {
  const bounds = new Set();
  const around = ({ start, end }) => bounds.add(start).add(end);
  earlier?.bins.forEach(around);
  for (let bound = dense.start; bound < dense.end; bound = step(bound, unit)) bounds.add(bound);
  bounds.add(dense.end);
  later?.bins.forEach(around);
  return [...bounds].sort((one, other) => one - other);
}

/**
 * Where seconds lie on a width, and back. Between the edges and the dense part there is a gap, in which the axis is broken.
 * @param {Layout} layout
 */
export function makeScale({ dense, earlier, later }, width, { edge = 44, gap = 14 } = {}) {
  const left = earlier ? edge + gap : 0;
  const right = width - (later ? edge + gap : 0);
  const points = [[dense.start, left], [dense.end, right]];
  if (earlier) points.unshift([earlier.start, 0], [earlier.end, edge]);
  if (later) points.push([later.start, width - edge], [later.end, width]);
  return {
    left, right, width,
    /** Pixels of seconds; outside the extent, its end. */
    place: (seconds) => interpolate(points, seconds, 0),
    /** Seconds of pixels, likewise. */
    time: (pixels) => interpolate(points, pixels, 1),
  };
}

function interpolate(points, value, from) {
  const to = 1 - from;
  if (value <= points[0][from]) return points[0][to];
  for (let index = 1; index < points.length; index += 1) {
    const [low, high] = [points[index - 1], points[index]];
    if (value <= high[from]) {
      return low[to] + ((value - low[from]) / (high[from] - low[from] || 1)) * (high[to] - low[to]);
    }
  }
  return points.at(-1)[to];
}

/** The share of the full height that a count has: its square root, so that one event shows beside a thousand. */
export function heightOf(count, most) {
  return most > 0 ? Math.sqrt(count / most) : 0;
}

/** Round counts to draw lines at, of which the higher is about the highest bar. */
export function chooseLevels(most) {
  if (most < 2) return [];
  const power = 10 ** Math.floor(Math.log10(most));
  const top = [5, 2, 1].find((digit) => digit * power <= most);
  const low = { 1: 0.2, 2: 0.5, 5: 1 }[top] * power;
  return low >= 1 ? [low, top * power] : [top * power];
}
