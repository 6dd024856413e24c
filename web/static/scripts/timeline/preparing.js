/** Events as the timeline needs them: with their shape and their title, the most important first. */

import { reach, readSpan, shape } from "./spans.js";
import { fit } from "./view.js";
import { titleOf } from "./wording.js";

const PROMINENT = 0.6;

/**
 * @param {any[]} events as the API writes them
 * @returns {{items: any[], undated: number, all: {start: number, end: number} | null, far: number}} `all` is the
 *   window that shows the items, but for those that are `far` from all others; undated events could be anywhere, and are no items
 */
export function prepare(events) {
  const items = [];
  for (const event of events) {
    const span = readSpan(event.time);
    const isProminent = event.pinned || event.salience >= PROMINENT;
    if (span) items.push({ event, title: titleOf(event), shape: shape(span), isProminent });
  }
  const rank = ({ event }) => (event.pinned ? 2 : 0) + event.salience;
  items.sort((one, other) => rank(other) - rank(one) || (one.event.id < other.event.id ? -1 : 1));
  const all = fit(items.map((item) => item.shape));
  const far = items.filter(({ shape }) => shape.to < all.start || shape.from > all.end).length;
  return { items, undated: events.length - items.length, all, far };
}

/**
 * How many items may lie in a window though nothing of them is drawn in it: an open side reaches there, and is drawn at the bound that
 * is known, outside.
 */
export function countReaching(items, { start, end }, { plot, unit }) {
  const stub = (reach(plot / (end - start)) * unit * (end - start)) / plot;
  const isBeyond = ({ from, to, isOpenBefore, isOpenAfter }) =>
    (isOpenBefore && from - stub >= end) || (isOpenAfter && to + stub <= start);
  return items.filter((item) => isBeyond(item.shape)).length;
}

/** Whether no zooming parts them. */
export function isOneTime(events) {
  const [{ time: first }] = events;
  return events.every(({ time }) => time.earliest === first.earliest && time.latest === first.latest);
}
