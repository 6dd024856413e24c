/**
 * What the timeline and the overview show, asked of the public API: bins of a histogram, and events.
 *
 * The histogram is asked by year, and then by the finest unit that still gives at most `MOST_BINS` bins where events lie close
 * (overview/density.js). Events are streamed, a line each; where a question finds more than `most`, the most salient are taken.
 * Each loader keeps its last answer, and gives the very same object for a question that differs in nothing it asks for.
 */

import { Problem, ask } from "../api.js";
import { read } from "../calendar.js";
import { askCounts, countAnew } from "../counted.js";
import { nextPath, readLines } from "../lines.js";
import { number } from "../numbers.js";
import { condense, countSteps } from "../overview/density.js";

export const MOST_BINS = 200;
export const MOST_EVENTS = 5_000;

const FIELDS = [
  "id", "title", "type", "status", "time", "participants", "places", "salience", "confidence", "reports", "sources",
  "conflicts", "pinned",
];
const OF_THE_PAGE = ["cursor", "sort", "limit", "format", "fields", "by", "of", "group", "lanes", "event"];
const OF_THE_WINDOW = ["from", "to", "match"];
const UNITS = ["day", "week", "month", "quarter", "year", "decade"];

let kept = { histogram: null, events: null };

/** Forgets the answers that are kept, and those still on their way: for when something was changed, or somebody else asks. */
export function forget() {
  kept = { histogram: null, events: null };
}

/**
 * How many events there are, by time, whatever the window.
 *
 * @param {URLSearchParams} query the parameters of the page
 * @returns {Promise<{bins: {start: number, end: number, events: number, certain: number}[], unit: string, unplaced: number,
 *   total: number}>} seconds, half-open; `unplaced` of the `total` could be anywhere
 */
export async function loadHistogram(query, { signal } = {}) {
  const asked = without(query, [...OF_THE_PAGE, ...OF_THE_WINDOW]);
  return keep("histogram", asked.toString(), () => findHistogram(asked, signal));
}

/**
 * The events of a question, in the order of time; where it finds more than `most`, the most salient of them, in that order.
 *
 * @param {URLSearchParams} query the parameters of the page
 * @param {{signal?: AbortSignal, onProgress?: (loaded: number, expected: number) => void, most?: number}} options
 * @returns {Promise<{events: object[], whole: boolean, total: number | null}>} `total` is how many the question finds; null
 *   where they are more than `most`, and the server could not count them in time
 */
export async function loadEvents(query, { signal, onProgress = () => {}, most = MOST_EVENTS } = {}) {
  const asked = without(query, OF_THE_PAGE);
  return keep("events", `${most} ${asked}`, () => findEvents(asked, { signal, onProgress, most }));
}

/** The last answer of a kind, where it is to this question; else a new one. */
async function keep(kind, key, find) {
  const own = kept;
  if (own[kind]?.key === key) return own[kind].answer;
  const answer = await find();
  own[kind] = { key, answer };
  return answer;
}

async function findHistogram(asked, signal) {
  let found = await askHistogram(asked, "year", signal).catch((error) => {
    if (!isTooFine(error)) throw error;
    return askHistogram(asked, "decade", signal);
  });
  for (;;) {
    const unit = chooseUnit(found);
    const isFiner = UNITS.indexOf(unit) < UNITS.indexOf(found.unit);
    if (!isFiner && (found.unit !== "year" || unit === "year")) return found;
    try {
      found = await askHistogram(asked, unit, signal);
    } catch (error) {
      if (isTooFine(error)) return found;
      throw error;
    }
    if (!isFiner) return found;
  }
}

async function askHistogram(asked, unit, signal) {
  const response = await ask(`/v1/events/histogram?${withAlso(asked, { by: unit })}`, { signal });
  const { bins, unplaced } = await response.json();
  const stretches = bins.map((bin) => ({ ...bin, start: read(bin.start).start, end: read(bin.end).end }));
  return { bins: stretches, unit, unplaced, total: bins.reduce((sum, bin) => sum + bin.events, unplaced) };
}

/** The finest unit by which the part where events lie close has few enough bins; never a coarser one than need be. */
function chooseUnit({ bins, unit }) {
  if (!bins.length) return unit;
  const { dense } = condense(bins);
  return UNITS.find((each) => each === "decade" || countSteps(dense, each) <= MOST_BINS);
}

/** Whether a histogram was refused because it would have more bins than the API gives. */
function isTooFine(error) {
  return error.status === 422 && Boolean(error.errors?.some(({ pointer }) => pointer === "by"));
}

async function findEvents(asked, { signal, onProgress, most }) {
  const total = await countEvents(asked, signal);
  const options = { signal, most, onProgress, expected: Math.min(total ?? most, most) };
  if (total === null || total <= most) {
    const events = await stream(asked, options);
    if (events.length <= most) {
      // Through a proxy that cannot tell a break from the end, only the count shows it.
      if (events.length < total && events.length < (await countAgain(asked, signal))) throw brokenOff(events.length);
      return { events, whole: true, total: events.length };
    }
  }
  const events = await stream(withAlso(asked, { sort: "-salience" }), options);
  if (events.length < options.expected) throw brokenOff(events.length);
  return { events: events.slice(0, most), whole: false, total: total && Math.max(total, events.length) };
}

function countAgain(asked, signal) {
  countAnew();
  return countEvents(asked, signal);
}

/** How many events the page's question finds; null where the server could not count them in time. */
export const countFound = (query, { signal } = {}) => countEvents(without(query, OF_THE_PAGE), signal);

/** The page's question, of all time. */
export const withoutWindow = (query) => without(query, OF_THE_WINDOW);

/** How many events a question finds: each has one status. Null where the server could not count them in time. */
async function countEvents(asked, signal) {
  try {
    const counts = await askCounts(`/v1/events/counts?${withAlso(asked, { of: "status" })}`, { signal });
    return counts.reduce((sum, { events }) => sum + events, 0);
  } catch (error) {
    if (error.status === 503) return null;
    throw error;
  }
}

/** The events as they come; where there are more than `most`, that many and at least one more. */
async function stream(asked, { signal, most, expected, onProgress }) {
  const events = [];
  let path = `/v1/events?${withAlso(asked, { format: "ndjson", fields: FIELDS.join(",") })}`;
  while (path !== null && events.length <= most) {
    const response = await ask(path, { signal });
    for await (const lines of readLines(response.body, () => brokenOff(events.length))) {
      events.push(...lines.map((line) => JSON.parse(line)));
      onProgress(Math.min(events.length, expected), expected);
      if (events.length > most) break;
    }
    path = nextPath(response); // a server behind a proxy of HTTP/1.0 gives pages in place of a stream
  }
  return events;
}

/** What came of a stream that broke off is not shown as if it were the answer. */
function brokenOff(count) {
  const detail = `The connection broke off after ${number(count)} events. Try again.`;
  return new Problem({ type: "about:blank", title: "Broken off", status: 0, detail });
}

function without(query, names) {
  const asked = new URLSearchParams(query);
  for (const name of names) asked.delete(name);
  for (const [name, value] of [...asked]) if (value === "") asked.delete(name, value);
  asked.sort();
  return asked;
}

function withAlso(asked, more) {
  return new URLSearchParams([...asked, ...Object.entries(more)]);
}
