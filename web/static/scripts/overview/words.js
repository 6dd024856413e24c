/** What the overview says of bins: names of bins, and all of them in a sentence for those who do not see the bars. */

import { DAY, MONTHS, moment, write, writeWindow, writeYear } from "../calendar.js";
import { count, number } from "../numbers.js";

/** A bin in words: “18 February 2025”, “week of 10 February 2025”, “January to March 2025”, “2025”, “2020 to 2029”. */
export function nameBin({ start, end }, unit) {
  const first = moment(start);
  const last = moment(end - 1);
  const day = `${first.day} ${MONTHS[first.month - 1]} ${writeYear(first.year)}`;
  if (unit === "day") return day;
  if (unit === "week") return `week of ${day}`;
  if (unit === "decade") return `${writeYear(first.year)} to ${writeYear(last.year)}`;
  if (unit === "year") return writeYear(first.year);
  const months = unit === "quarter" ? `${MONTHS[first.month - 1]} to ${MONTHS[last.month - 1]}` : MONTHS[first.month - 1];
  return `${months} ${writeYear(first.year)}`;
}

/** “1,234 events from 480 BCE to 2025, most in February 2025; 1 of them lies far earlier.” */
export function summarise(bins, unit, { earlier, later }) {
  if (!bins.length) return "No event has a place in time.";
  const total = bins.reduce((sum, { events }) => sum + events, 0);
  const fullest = bins.reduce((one, other) => (other.events > one.events ? other : one));
  const outside = [[earlier, "earlier"], [later, "later"]].filter(([edge]) => edge).map(
    ([{ events }, where]) => `${number(events)} of them ${events === 1 ? "lies" : "lie"} far ${where}`);
  const most = bins.length === 1 ? "" : `, most ${locate(fullest, unit)}`;
  return `${[`${count(total, "event")} ${span(bins[0], bins.at(-1))}${most}`, ...outside].join("; ")}.`;
}

/** The sides of a window as the API's dates; both as days where one would be a month and the other a day. */
export function writeSides({ start, end }) {
  const { from, to } = writeWindow({ start, end });
  if (countParts(from) === countParts(to) || start % DAY || end % DAY) return { from, to };
  return { from: writeDay(start), to: writeDay(end - DAY) };
}

/** A window as the API's dates: “2025-02-01 to 2025-02-28”, “2025” */
export function nameWindow(window) {
  const { from, to } = writeSides(window);
  return from === to ? from : `${from} to ${to}`;
}

/** What a bin holds: “week of 10 February 2025: 37 events, 30 certain” */
export function tell(bin, unit) {
  return `${nameBin(bin, unit)}: ${count(bin.events, "event")}, ${number(bin.certain)} certain`;
}

function writeDay(seconds) {
  const text = write(seconds);
  return text + "-01".repeat(3 - countParts(text));
}

/** 1 for a year, 2 for a month, 3 for a day; a sign is none. */
function countParts(text) {
  return text.slice(1).split("-").length;
}

function locate(bin, unit) {
  return `${unit === "day" ? "on" : unit === "week" ? "in the" : unit === "decade" ? "from" : "in"} ${nameBin(bin, unit)}`;
}

function span(firstBin, lastBin) {
  const first = moment(firstBin.start);
  const last = moment(lastBin.end - 1);
  if (first.year !== last.year) return `from ${writeYear(first.year)} to ${writeYear(last.year)}`;
  const year = writeYear(first.year);
  if (first.month === last.month) return `in ${MONTHS[first.month - 1]} ${year}`;
  return first.month === 1 && last.month === 12 ? `in ${year}` : `from ${MONTHS[first.month - 1]} to ${MONTHS[last.month - 1]} ${year}`;
}

