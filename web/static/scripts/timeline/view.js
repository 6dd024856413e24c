/** Windows of the timeline: what fits all events, and what zooming and panning make of one. All pure; seconds, half-open. */

import { DAY, FIRST_YEAR, HOUR, LAST_YEAR, YEAR, at } from "../calendar.js";

const SHORTEST = HOUR;
const LONGEST = 60_000 * YEAR;
const [FIRST, LAST] = [at(FIRST_YEAR + 1), at(LAST_YEAR)];
const [BEFORE, AFTER] = [0.05, 0.12];
const [CROWD, FAR, CROWDED] = [20, 0.03, 5];

/** @typedef {{start: number, end: number}} Window */

/**
 * The window in which all shapes lie, with a margin, and more of it at the end, where titles stand. A few that lie far from all
 * others are left out, where the others would else be crowded into a corner: one landing of 1944 does not shrink a year of news.
 * @returns {Window | null}
 */
export function fit(shapes) {
  if (!shapes.length) return null;
  const sorted = [...shapes].sort((one, other) => one.from - other.from);
  let latest = -Infinity;
  const ends = sorted.map(({ to }) => (latest = Math.max(latest, to)));
  const last = sorted.length - 1;
  let [start, end] = [sorted[0].from, ends[last]];
  const spare = sorted.length < CROWD ? 0 : Math.floor(sorted.length * FAR);
  const closest = { start, end };
  for (let left = 0; left <= spare; left++) {
    const [first, until] = [sorted[left].from, ends[last - (spare - left)]];
    if (until - first < closest.end - closest.start) Object.assign(closest, { start: first, end: until });
  }
  if (closest.end - closest.start < (end - start) / CROWDED) [start, end] = [closest.start, closest.end];
  const length = Math.max(end - start, DAY);
  return clamp({ start: start - length * BEFORE, end: end + length * AFTER });
}

/** The window `factor` times as long, in which `around` stands where it stood. */
export function zoom({ start, end }, factor, around = (start + end) / 2) {
  const length = Math.min(Math.max((end - start) * factor, SHORTEST), LONGEST);
  const share = (around - start) / (end - start);
  return clamp({ start: around - length * share, end: around + length * (1 - share) });
}

export function pan({ start, end }, seconds) {
  return clamp({ start: start + seconds, end: end + seconds });
}

/** A window that shows the stretch from `from` to `to` with room at its sides. */
export function enclose({ from, to }) {
  const length = Math.max(to - from, SHORTEST);
  const centre = (from + to) / 2;
  return clamp({ start: centre - length * 0.625, end: centre + length * 0.75 });
}

/** Somewhere on the way from one window to another, 0 … 1; evenly in ratios, as the eye takes zooming. */
export function between(left, right, share) {
  const [long, short] = [left.end - left.start, right.end - right.start];
  const length = long * (short / long) ** share;
  const moved = Math.abs(short - long) < 1e-9 * long ? share : (length - long) / (short - long);
  const start = left.start + (right.start - left.start) * moved;
  return share >= 1 ? right : { start, end: start + length };
}

export function isSame(left, right) {
  const least = (left.end - left.start) / 1e6;
  return Math.abs(left.start - right.start) < least && Math.abs(left.end - right.end) < least;
}

/** The window within what the calendar can write, and neither shorter nor longer than makes sense. */
export function clamp({ start, end }) {
  const length = Math.min(Math.max(end - start, SHORTEST), LONGEST);
  const centre = (start + end) / 2;
  const first = Math.min(Math.max(centre - length / 2, FIRST), LAST - length);
  return { start: first, end: first + length };
}
