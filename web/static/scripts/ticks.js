/**
 * Where an axis of time has its ticks, and what stands beside them, in the manner of a newspaper: each label is as short as it
 * can be, and what it leaves out is said once, on a second line, where it changes.
 *
 *     | Feb      | Mar      | Apr          | 17     | 24     | 3           | 18:00   | 00:00   | 06:00
 *     2025                                February 2025   March           17 February 2025  18 February
 *
 * A step is a number of units; the finest is taken whose labels have room. Steps of many years count as people do: 500 BCE,
 * 1 CE, 500 CE.
 */

import { DAY, HOUR, MINUTE, MONTHS, WEEK, YEAR, at, civil, floor, moment, next, writeYear } from "./calendar.js";

/** Unit, count, seconds, and the pixels that a label needs. */
const STEPS = [
  ["minute", 1, MINUTE, 52], ["minute", 5, 5 * MINUTE, 52], ["minute", 15, 15 * MINUTE, 52], ["minute", 30, 30 * MINUTE, 52],
  ["hour", 1, HOUR, 52], ["hour", 3, 3 * HOUR, 52], ["hour", 6, 6 * HOUR, 52], ["hour", 12, 12 * HOUR, 52],
  ["day", 1, DAY, 30], ["week", 1, WEEK, 34], ["month", 1, YEAR / 12, 40], ["quarter", 1, YEAR / 4, 40],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000].map(
    (years) => ["year", years, years * YEAR, 52]),
];
const WIDE = 84;
const LEAST_MINOR = 7;
const CHARACTER = 7.5;

/**
 * @param {number} start seconds @param {number} end seconds @param {number} width pixels between them
 * @returns {{unit: string, major: {at: number, label: string}[], minor: number[], contexts: {at: number, label: string}[]}}
 *   `contexts` are the second line: the first may begin before the start, and is then drawn at the start.
 */
export function ticks(start, end, width) {
  const seconds = (end - start) / width;
  const room = (step) => step[2] / seconds;
  const needed = (step) => (step[0] === "year" && isLong(start, end) ? WIDE : step[3]);
  const chosen = STEPS.findIndex((step) => room(step) >= needed(step));
  const major = STEPS[chosen === -1 ? STEPS.length - 1 : chosen];
  const finer = STEPS.slice(0, Math.max(chosen, 0)).find((step) => room(step) >= LEAST_MINOR && divides(step, major));
  const labelled = list(start, end, major).map((each) => ({ at: each, label: write(each, major[0]) }));
  const taken = new Set(labelled.map((tick) => tick.at));
  return {
    unit: major[0],
    major: labelled,
    minor: finer ? list(start, end, finer).filter((each) => !taken.has(each)) : [],
    contexts: contexts(start, end, major[0], seconds),
  };
}

const isLong = (start, end) => start < at(1000) || end > at(10_000);

/** Whether ticks of the finer step meet those of the coarser; weeks meet no month, and need not. */
function divides(finer, coarser) {
  if (finer[0] === "week") return coarser[0] === "month" && coarser[1] === 1;
  return finer[0] !== "year" || coarser[1] % finer[1] === 0;
}

function list(start, end, [unit, count]) {
  const found = [];
  if (unit === "year" && count > 1) {
    const first = Math.floor(civil(Math.floor(start / DAY)).year / count) - 1;
    for (let index = first; ; index++) {
      const tick = at(index > 0 ? index * count : 1 + index * count);
      if (tick > end) return found;
      if (tick >= start) found.push(tick);
    }
  }
  const stride = { minute: MINUTE, hour: HOUR, day: DAY }[unit];
  const even = stride && count > 1;
  let tick = even ? Math.floor(start / (stride * count)) * stride * count : floor(start, unit);
  for (; tick <= end; tick = next(tick, unit, count)) if (tick >= start) found.push(tick);
  return found;
}

function write(seconds, unit) {
  const { year, month, day, hour, minute } = moment(seconds);
  if (unit === "minute" || unit === "hour") return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  if (unit === "day" || unit === "week") return String(day);
  return unit === "year" ? writeYear(year) : MONTHS[month - 1].slice(0, 3);
}

/** The days of hours, the months of days, the years of months; years need nothing more. */
function contexts(start, end, unit, seconds) {
  const whole = { minute: "day", hour: "day", day: "month", week: "month", month: "year", quarter: "year" }[unit];
  if (!whole) return [];
  const begins = [];
  for (let each = floor(start, whole); each < end; each = next(each, whole)) begins.push(each);
  const named = begins.map((each) => ({ at: each, label: name(each, whole, true) }));
  if (named.length > 1 && (named[1].at - start) / seconds < named[0].label.length * CHARACTER) named.shift();
  return named.map((context, index) => {
    const isSameYear = index > 0 && moment(context.at).year === moment(named[index - 1].at).year;
    return isSameYear ? { at: context.at, label: name(context.at, whole, false) } : context;
  });
}

function name(seconds, unit, withYear) {
  const { year, month, day } = moment(seconds);
  if (unit === "year") return writeYear(year);
  const words = unit === "month" ? MONTHS[month - 1] : `${day} ${MONTHS[month - 1]}`;
  return withYear ? `${words} ${writeYear(year)}` : words;
}
