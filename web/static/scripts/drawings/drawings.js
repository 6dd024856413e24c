// The two drawings of the page, bound to its address: the timeline shows what lies in the window from `from` to `to`, the overview all
// of it with that window as a brush. While a window is dragged only they follow; where it comes to rest, the page goes.
//
// A run of gestures on the timeline is one step for the back button: the first makes it, the others take its place.

import { Problem } from "../api.js";
import { YEAR, readWindow, writeWindow } from "../calendar.js";
import { MOST_EVENTS, countFound, forget, loadEvents, loadHistogram, withoutWindow } from "./feed.js";
import { loadItems } from "./items.js";
import { number } from "../numbers.js";
import { altered, go, onChange, tell } from "../navigation/navigate.js";
import { Overview } from "../overview/overview.js";
import { sumUp } from "../navigation/parts.js";
import { readSpan, shape } from "../timeline/spans.js";
import { Timeline } from "../timeline/timeline.js";

const BESIDE = ["event", "group", "lanes", "cursor", "limit", "sort"];
const NOTHING = { events: [], whole: true, total: 0 };

let drawn = null;
let running = new AbortController();
let isGesturing = false;

/** Draws, and draws anew whenever the page changes. */
export function start() {
  onChange(({ address }) => update(address));
}

function update(address) {
  const pane = document.getElementById("overview-pane");
  if (!pane) return;
  pane.hidden = document.getElementById("answer")?.classList.contains("is-refused") ?? false;
  if (pane.hidden) return leave();
  if (drawn?.pane !== pane) drawn = mount(pane);
  const { searchParams } = address;
  const lanes = searchParams.get("lanes") ?? "none";
  if (!drawn.id) drawn.window = windowOf(searchParams);
  drawn.resting = drawn.window;
  Object.assign(drawn, { lanes, selected: searchParams.get("event") });
  drawn.select.value = lanes;
  draw();
  const question = questionOf(searchParams);
  if (question === drawn.question) return sumUp(drawn.count);
  drawn.question = question;
  drawn.count = null;
  load(searchParams, drawn);
}

/** What cannot be asked cannot be drawn. */
function leave() {
  running.abort();
  if (drawn) drawn.question = null;
}

/** Drawings for a pane that is new: of another page, or for somebody else. */
function mount(pane) {
  forget();
  const [timeline, overview] = ["timeline", "overview"].map((id) => document.getElementById(id));
  const fresh = {
    pane,
    id: document.getElementById("saved")?.dataset.chronology,
    select: document.getElementById("lane"),
    note: document.getElementById("drawn"),
    found: NOTHING,
    bins: null,
    count: null,
    window: null,
    resting: null,
    within: null,
  };
  fresh.timeline = new Timeline(timeline, {
    onWindow: (window, { settled }) => move(window, settled, { isGesture: window !== null }),
    onOpen: (id) => go(altered({ event: id })),
    announce: tell,
  });
  timeline.querySelector(".timeline-controls").prepend(pane.querySelector(".pane-head"));
  overview.hidden = Boolean(fresh.id);
  if (!fresh.id) {
    fresh.overview = new Overview(overview, {
      onWindow: (window, { settled }) => move(window, settled, { isGesture: false }),
      announce: tell,
    });
  }
  fresh.select.addEventListener("change", () => go(altered({ lanes: fresh.select.value === "none" ? null : fresh.select.value })));
  return fresh;
}

function draw() {
  const { timeline, overview, bins, window, lanes, selected } = drawn;
  timeline.show({ events: eventsOf(drawn), window: closed(window, bins?.bins), lanes, selected });
  if (bins) overview?.show({ ...bins, window, note: "" });
  drawn.pane.hidden = isEmpty(drawn);
}

/** In lanes only what lies in the window where it came to rest, so that they are its names and count it; else all that is known. */
function eventsOf(into) {
  const { found, bins, lanes, resting } = into;
  if (lanes === "none" || !resting) return found.events;
  if (into.within?.found !== found || into.within.resting !== resting) {
    const { start, end } = closed(resting, bins?.bins);
    const meets = ({ time }) => {
      const span = readSpan(time);
      if (!span) return true;
      const { from, to } = shape(span);
      return from < end && to > start;
    };
    into.within = { found, resting, events: found.events.filter(meets) };
  }
  return into.within.events;
}

/** Whether there is nothing to draw, whatever the window: the list says so. */
function isEmpty({ id, found, bins }) {
  return id ? found !== NOTHING && !found.events.length : bins?.total === 0;
}

/** The window with an end in place of an open side: where all that is known begins, or ends. */
function closed(window, bins) {
  if (!window) return null;
  const { start, end } = window;
  const first = Math.min(start ?? Infinity, bins?.[0]?.start ?? Infinity, end - YEAR);
  const last = Math.max(end ?? -Infinity, bins?.at(-1)?.end ?? -Infinity, start + YEAR);
  return { start: start ?? first, end: end ?? last };
}

/** A window that somebody moves. A chronology of editors has none in its address. */
function move(window, settled, { isGesture }) {
  drawn.window = window;
  draw();
  if (!settled || drawn.id) return;
  const told = window ? writeWindow(window) : { from: null, to: null };
  const replace = isGesture && isGesturing;
  go(altered(told), { replace });
  isGesturing = isGesture;
}

async function load(query, into) {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  into.pane.setAttribute("aria-busy", "true");
  const isNow = () => drawn === into && !signal.aborted;
  const onProgress = (loaded, expected) => isNow() && note(`${number(loaded)} of ${number(expected)} events`);
  const asked = into.id
    ? [loadItems(into.id, { signal }).then((found) => ({ found }))]
    : askAll(query, { signal, onProgress });
  const show = (some) => {
    if (!isNow()) return;
    Object.assign(into, some);
    draw();
    if (some.found) note(sum(some.found));
    if (some.count) sumUp(some.count);
  };
  try {
    await Promise.all(asked.map((one) => one.then(show)));
  } catch (error) {
    if (isNow()) complain(error, into);
  } finally {
    if (isNow()) into.pane.removeAttribute("aria-busy");
  }
}

function askAll(query, options) {
  const binned = loadHistogram(query, options);
  return [
    binned.then((bins) => ({ bins })),
    findEvents(query, binned, options).then((found) => ({ found })),
    countFound(query, options).then((count) => ({ count })),
  ];
}

/** All events, where that is not too many, so that what comes into view is there already; else those of the window. */
async function findEvents(query, binned, options) {
  const { total } = await binned.catch(() => ({ total: Infinity }));
  const isFew = total <= MOST_EVENTS && query.get("match") !== "within";
  return loadEvents(isFew ? withoutWindow(query) : query, options);
}

/** Quietly, in place: the list beside it is there. The next change asks again. */
function complain(error, into) {
  if (error.name === "AbortError") return;
  if (!(error instanceof Problem)) throw error;
  into.question = null;
  if (error.status === 401 || error.status === 403) {
    document.dispatchEvent(new CustomEvent("dateline:key-needed", { detail: { why: error.detail } }));
  }
  note(`The timeline is not drawn: ${error.detail}`);
  tell(drawn.note.textContent);
}

function sum({ events, whole, total }) {
  return whole ? "" : `The ${number(events.length)} most salient of ${number(total)}`;
}

function note(words) {
  if (drawn.note.textContent !== words) drawn.note.textContent = words;
}

function windowOf(query) {
  const window = readWindow({ from: query.get("from"), to: query.get("to") });
  return window && (window.start !== null || window.end !== null) ? window : null;
}

/** What the drawings depend on, of the parameters of the page. */
function questionOf(query) {
  const kept = [...query].filter(([name, value]) => value && !BESIDE.includes(name));
  return kept.map(String).sort().join("\n");
}

document.addEventListener("dateline:changed", () => {
  forget();
  if (drawn) drawn.question = null;
});
addEventListener("popstate", () => (isGesturing = false));
document.addEventListener("click", () => (isGesturing = false), { capture: true });
document.addEventListener("submit", () => (isGesturing = false), { capture: true });
