/** What the timeline says: the names of marks, and of windows. Dates of events are in the API's own words. */

import { DAY, MONTHS, YEAR, moment, writeYear } from "../calendar.js";
import { count } from "../numbers.js";

// Controls, and the marks that turn the direction of all that follows them.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\s]+/g;

/** A title on one line, which cannot turn the direction of others. */
export function titleOf(event) {
  return event.title.replace(UNSEEN, " ").trim() || "Untitled";
}

/** “week of 10 February 2025, possible, 3 reports of 2 sources”, and what else there is to know. */
export function describe(event) {
  const told = `${count(event.reports, "report")} of ${count(event.sources, "source")}`;
  const parts = [event.time.words, event.status, told];
  if (event.conflicts.length) parts.push("dates disagree");
  if (event.time.confidence < 0.5) parts.push("date doubtful");
  if (event.pinned) parts.push("pinned");
  return parts.join(", ");
}

/** The accessible name of a mark. */
export function nameOf(event) {
  return `${titleOf(event)}, ${describe(event)}`;
}

/** “14 events, 10 to 16 February 2025”. */
export function sayEvents(number, window) {
  return `${number ? count(number, "event") : "No events"}, ${sayWindow(window)}`;
}

/** Why fewer events are seen than there are; empty where none is missing. */
export function sayUndrawn({ undated, far, reaching }) {
  const without = undated && `${count(undated, "event")} without a date ${undated === 1 ? "is" : "are"} only in the list.`;
  const outside = far && `${count(far, "event")} far from the others: zoom out to see ${far === 1 ? "it" : "them"}.`;
  const open = reaching && `${count(reaching, "event")} may lie here too, known only by a date outside: see the list.`;
  return [without, outside, open].filter(Boolean).join(" ");
}

/** A window in words, as exact as its length asks for. */
export function sayWindow({ start, end }) {
  const [first, last] = [moment(Math.round(start)), moment(Math.round(end) - 1)];
  const length = end - start;
  const isWhole = Math.round(start) % DAY === 0 && Math.round(end) % DAY === 0;
  if (length < 2 * DAY && !isWhole) return sayClocks(first, moment(Math.round(end)));
  if (length > 6 * YEAR) return join(years(first.year, last.year));
  const [from, to] = [writeYear(first.year), writeYear(last.year)];
  if (length > 150 * DAY) {
    const left = first.year === last.year ? MONTHS[first.month - 1] : `${MONTHS[first.month - 1]} ${from}`;
    return join([left, `${MONTHS[last.month - 1]} ${to}`]);
  }
  const right = `${last.day} ${MONTHS[last.month - 1]} ${to}`;
  if (first.year !== last.year) return join([`${first.day} ${MONTHS[first.month - 1]} ${from}`, right]);
  if (first.month !== last.month) return join([`${first.day} ${MONTHS[first.month - 1]}`, right]);
  return first.day === last.day ? right : join([String(first.day), right]);
}

const join = ([left, right]) => (left === right ? right : `${left} to ${right}`);

function years(first, last) {
  const left = first < 1 && last < 1 ? writeYear(first).replace(" BCE", "") : writeYear(first);
  return first === last ? [writeYear(last), writeYear(last)] : [left, writeYear(last)];
}

function sayClocks(first, last) {
  const day = ({ day, month, year }) => `${day} ${MONTHS[month - 1]} ${writeYear(year)}`;
  const clock = ({ hour, minute }) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  const left = `${day(first)}, ${clock(first)}`;
  return first.number === last.number ? `${left} to ${clock(last)}` : `${left} to ${day(last)}, ${clock(last)}`;
}
