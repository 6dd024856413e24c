/**
 * The proleptic Gregorian calendar on plain numbers, as `timeline/calendar.py` and `timeline/interval.py` have it.
 *
 * A *day number* counts days from 1970-01-01, a *second* counts seconds from its midnight: wall-clock times, without time
 * zones, so JavaScript's `Date` has no part in it. Years are astronomical (0 is 1 BCE). `days` and `civil` follow Howard
 * Hinnant's "chrono-Compatible Low-Level Date Algorithms". A stretch of time is `{start, end}`, half-open, and an open side
 * is null; the API's texts (`2025`, `2025-02`, `2025-02-18`, `2025-02-18T20:00`) are inclusive at both ends.
 *
 * @typedef {{start: number, end: number}} Stretch
 */

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;
export const WEEK = 7 * DAY;
export const YEAR = 365.2425 * DAY;

/** The first and the last year that the API can read. */
export const FIRST_YEAR = -999_999;
export const LAST_YEAR = 999_999;

export const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const ISO = /^(\d{4}|[+-]\d{4,6})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?)?)?$/;

const divide = (number, by) => Math.floor(number / by);
const modulo = (number, by) => number - by * Math.floor(number / by);

/** The day number of a date; the day may lie outside its month, and counts on from its first. */
export function days(year, month = 1, day = 1) {
  const shifted = month <= 2 ? year - 1 : year;
  const era = divide(shifted, 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = divide(153 * (month + (month > 2 ? -3 : 9)) + 2, 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + divide(yearOfEra, 4) - divide(yearOfEra, 100) + dayOfYear - 719_468;
}

/** The year, month and day of a day number. */
export function civil(number) {
  const era = divide(number + 719_468, 146_097);
  const dayOfEra = number + 719_468 - era * 146_097;
  const yearOfEra = divide(
    dayOfEra - divide(dayOfEra, 1460) + divide(dayOfEra, 36_524) - divide(dayOfEra, 146_096), 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + divide(yearOfEra, 4) - divide(yearOfEra, 100));
  const shifted = divide(5 * dayOfYear + 2, 153);
  const month = shifted + (shifted < 10 ? 3 : -9);
  return { year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day: dayOfYear - divide(153 * shifted + 2, 5) + 1 };
}

export function isLeap(year) {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function monthLength(year, month) {
  return month === 2 && isLeap(year) ? 29 : MONTH_LENGTHS[month - 1];
}

/** The year and month that lie `count` months later, or earlier for a negative count. */
export function addMonths(year, month, count) {
  const months = year * 12 + month - 1 + count;
  return { year: divide(months, 12), month: modulo(months, 12) + 1 };
}

/** ISO 8601: 1 is Monday, 7 is Sunday. */
export function weekday(number) {
  return modulo(number + 3, 7) + 1;
}

/** The seconds at which a year, month or day begins. */
export function at(year, month = 1, day = 1) {
  return days(year, month, day) * DAY;
}

/** Everything about a second: its date, and its clock. */
export function moment(seconds) {
  const number = divide(seconds, DAY);
  const clock = Math.floor(seconds - number * DAY);
  return {
    ...civil(number), number,
    hour: divide(clock, HOUR), minute: divide(clock % HOUR, MINUTE), second: clock % MINUTE,
  };
}

/**
 * All of the year, month, day, minute or second that a text of the API names.
 * @returns {Stretch | null} null for what is no date
 */
export function read(text) {
  const match = ISO.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => (part === undefined ? null : Number(part)));
  if (month !== null && (month < 1 || month > 12)) return null;
  if (day !== null && (day < 1 || day > monthLength(year, month))) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  if (month === null) return { start: at(year), end: at(year + 1) };
  if (day === null) return { start: at(year, month), end: next(at(year, month), "month") };
  const start = at(year, month, day) + (hour ?? 0) * HOUR + (minute ?? 0) * MINUTE + (second ?? 0);
  return { start, end: start + (second !== null ? 1 : hour !== null ? MINUTE : DAY) };
}

/** The shortest text whose time begins at these seconds: `2025`, `2025-02`, `2025-02-18`, `2025-02-18T20:00`. */
export function write(seconds) {
  return writeIn(seconds, unitOf(seconds));
}

/** A window as the API's `from` and `to`, the shortest texts that name it exactly; an open side is null. */
export function writeWindow({ start, end }) {
  return { from: start === null ? null : write(start), to: end === null ? null : writeLast(end) };
}

/** The window of the API's `from` and `to`; a side that is not given, or no date, is null. */
export function readWindow({ from = null, to = null }) {
  return { start: read(from ?? "")?.start ?? null, end: read(to ?? "")?.end ?? null };
}

/** The window with its ends at whole minutes, hours, days, months or years: what is too small to see is not written. */
export function roundWindow({ start, end }) {
  const grain = (end - start) / 300;
  const unit = ["year", "month", "day", "hour", "minute"].find((each) => LENGTHS[each] <= grain) ?? "second";
  return { start: round(start, unit), end: Math.max(round(end, unit), next(round(start, unit), unit)) };
}

/** Years as people count them; early ones say that they are years. */
export function writeYear(year) {
  const number = year < 1 ? 1 - year : year;
  const digits = number > 9999 ? String(number).replace(/\B(?=(\d{3})+$)/g, ",") : String(number);
  return year < 1 ? `${digits} BCE` : year < 1000 ? `${digits} CE` : digits;
}

/** @type {Record<string, number>} what a unit lasts, about, in seconds */
const LENGTHS = {
  second: 1, minute: MINUTE, hour: HOUR, day: DAY, week: WEEK, month: YEAR / 12, quarter: YEAR / 4, year: YEAR,
};

/** The start of the unit in which a second lies. */
export function floor(seconds, unit) {
  if (unit === "second" || unit === "minute" || unit === "hour" || unit === "day") {
    return divide(seconds, LENGTHS[unit]) * LENGTHS[unit];
  }
  const number = divide(seconds, DAY);
  if (unit === "week") return (number - weekday(number) + 1) * DAY;
  const { year, month } = civil(number);
  if (unit === "month") return at(year, month);
  return unit === "quarter" ? at(year, month - ((month - 1) % 3)) : at(year);
}

/** The start of the unit that lies `count` units after the one that begins at these seconds. */
export function next(seconds, unit, count = 1) {
  const fixed = { second: 1, minute: MINUTE, hour: HOUR, day: DAY, week: WEEK }[unit];
  if (fixed) return seconds + fixed * count;
  const { year, month } = civil(divide(seconds, DAY));
  const later = addMonths(year, month, count * { month: 1, quarter: 3, year: 12 }[unit]);
  return at(later.year, later.month);
}

function round(seconds, unit) {
  const before = floor(seconds, unit);
  const after = next(before, unit);
  return seconds - before < after - seconds ? before : after;
}

function unitOf(seconds) {
  return ["year", "month", "day", "minute"].find((unit) => floor(seconds, unit) === seconds) ?? "second";
}

/** The text of the last unit before these seconds. */
function writeLast(end) {
  const unit = unitOf(end);
  return writeIn(next(floor(end - 1, unit), unit) === end ? floor(end - 1, unit) : end - 1, unit);
}

function writeIn(seconds, unit) {
  const { year, month, day, hour, minute, second } = moment(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const sign = year < 0 ? "-" : year > 9999 ? "+" : "";
  let text = sign + String(Math.abs(year)).padStart(4, "0");
  if (unit === "year") return text;
  text += `-${two(month)}`;
  if (unit === "month") return text;
  text += `-${two(day)}`;
  if (unit === "day") return text;
  text += `T${two(hour)}:${two(minute)}`;
  return unit === "minute" ? text : `${text}:${two(second)}`;
}
