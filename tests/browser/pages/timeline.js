/**
 * The timeline on a page of its own. Tests call what hangs on `window`: `show(…)`, `event(…)`, `generate(…)`; what the timeline
 * reports is kept in `reported`. `#12`, `#300` or `#5000` shows so many events, `#300,participant` in lanes.
 */

import { DAY, at, write } from "/web/scripts/calendar.js";
import { divide } from "/web/scripts/timeline/lanes.js";
import { layOut } from "/web/scripts/timeline/layout.js";
import { readSpan, shape } from "/web/scripts/timeline/spans.js";
import { Timeline } from "/web/scripts/timeline/timeline.js";
import * as calendar from "/web/scripts/calendar.js";

const reported = { windows: [], opened: [], said: [] };
const timeline = new Timeline(document.querySelector("#timeline"), {
  onWindow: (window, { settled }) => reported.windows.push({ window, settled, texts: window && calendar.writeWindow(window) }),
  onOpen: (id) => reported.opened.push(id),
  announce: (text) => {
    reported.said.push(text);
    document.querySelector("#said").textContent = text;
  },
});

let number = 0;

/** An event as the API writes it; `time` gives what differs from a plain day. */
function event(title, time, more = {}) {
  number += 1;
  const [start, end] = [time.start ?? null, time.end ?? null];
  const whole = {
    start, end, earliest: start, latest: end, granularity: null, edtf: start, words: time.words ?? start, relation: "IS_INCLUDED",
    basis: "explicit", confidence: 0.9, ...time,
  };
  return {
    id: `ev_${String(number).padStart(5, "0")}`, title, type: "CONSULT", status: "occurred", participants: [], places: [],
    salience: 0.5, confidence: 0.9, reports: 1, sources: 1, conflicts: [], pinned: false, ...more, time: whole,
  };
}

const on = (day, more = {}) => ({ start: day, end: day, granularity: "day", ...more });
const names = (...all) => all.map((name) => ({ name, as_written: name, kind: "person", role: "agent", country: null }));
const places = (...all) => all.map((name) => ({ name, as_written: name, country: null }));

function twelve() {
  const [halvorsen, rebels, un] = [names("Ingrid Halvorsen")[0], names("Rebel command")[0], names("United Nations")[0]];
  return [
    event("Halvorsen proposes a truce", { start: "2025-01-01", end: "2025-01-31", words: "January 2025" }, { participants: [halvorsen], salience: 0.7 }),
    event("Delegations arrive in Oslo", on("2025-02-16", { words: "16 February 2025" }), { participants: [halvorsen, rebels], places: places("Oslo"), salience: 0.4 }),
    event("Halvorsen meets rebel leaders in Oslo", on("2025-02-17", { words: "17 February 2025" }), { participants: [halvorsen, rebels], places: places("Oslo"), salience: 0.95, pinned: true, reports: 3, sources: 2, conflicts: [{}] }),
    event("Mayor of Bergen resigns", { start: "2025-02-10", end: "2025-02-16", words: "week of 10 February 2025" }, { places: places("Bergen"), type: "PERSONNEL", salience: 0.6, reports: 3, sources: 2 }),
    event("Talks in Riyadh end without a statement", { latest: "2025-02-18", earliest: null, words: "by 18 February 2025", relation: "BEFORE", confidence: 0.4 }, { places: places("Riyadh"), salience: 0.3 }),
    event("Both sides will meet in Geneva", { start: "2025-02-24", end: "2025-03-02", words: "week of 24 February 2025" }, { status: "scheduled", participants: [halvorsen, rebels], places: places("Geneva"), salience: 0.8 }),
    event("Observers may be sent", { earliest: "2025-02-18", latest: null, words: "from 18 February 2025", relation: "AFTER" }, { status: "possible", participants: [un], type: "MOBILIZE" }),
    event("Shelling of the harbour", on("2025-02-05", { words: "5 February 2025" }), { status: "denied", participants: [rebels], type: "ASSAULT" }),
    event("Port of Tønsberg closed", { start: "2025-01-20", end: "2025-02-12", words: "20 January – 12 February 2025", relation: "SIMULTANEOUS" }, { type: "COERCE", salience: 0.65 }),
    event("Blockade of the strait", { start: "2024-12", end: "2024-12", earliest: "2024-12-01", latest: null, words: "since December 2024", relation: "BEGUN_BY" }, { status: "ongoing", type: "COERCE", participants: [rebels] }),
    event("Parliament votes on the aid package", on("2025-03-04", { words: "4 March 2025" }), { status: "scheduled", type: "AID" }),
    event("A second envoy may resign", on("2025-02-20", { words: "20 February 2025", confidence: 0.4 }), { status: "possible", type: "PERSONNEL" }),
    event("The envoy’s first visit", {}, {}),
  ];
}

/** The same events each time: a linear congruential generator. */
function generate(count, { from = 2021, years = 4 } = {}) {
  let seed = 7;
  const draw = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const pick = (all) => all[Math.floor(draw() * all.length)];
  const people = Array.from({ length: 40 }, (_, index) => `${pick(["Anna", "Bo", "Carla", "Dag", "Elif"])} ${pick(["Lund", "Marr", "Novak", "Okafor"])} ${index + 1}`);
  const verbs = ["meets", "calls on", "warns", "visits", "supports", "accuses", "replies to"];
  const statuses = [...Array(12).fill("occurred"), "ongoing", "scheduled", "scheduled", "possible", "possible", "denied"];
  const [first, length] = [at(from), at(from + years) - at(from)];
  return Array.from({ length: count }, () => {
    const day = Math.floor((first + length * (draw() ** 0.7)) / DAY) * DAY;
    const kind = draw();
    const [who, whom] = [people[Math.floor(40 * draw() ** 2)], pick(people)];
    const text = write(day);
    const plain = read(text);
    const time = kind < 0.7 ? on(plain)
      : kind < 0.8 ? { start: plain, end: read(write(day + 6 * DAY)), granularity: "week" }
      : kind < 0.86 ? { start: plain.slice(0, 7), end: plain.slice(0, 7), granularity: "month" }
      : kind < 0.95 ? { earliest: null, latest: plain, relation: "BEFORE", confidence: 0.4, words: `by ${plain}` }
      : { earliest: plain, latest: null, relation: "AFTER", confidence: 0.3, words: `from ${plain}` };
    return event(`${who} ${pick(verbs)} ${whom}`, time, {
      status: pick(statuses), type: pick(["CONSULT", "STATEMENT", "ASSAULT", "AID", "AGREE", "PROTEST"]), participants: names(who, whom),
      places: places(pick(["Oslo", "Geneva", "Riyadh", "Kyiv", "Paris"])), salience: draw() ** 2, reports: 1 + Math.floor(draw() * 4),
      conflicts: draw() < 0.05 ? [{}] : [], pinned: draw() < 0.004,
    });
  });
}

/** A day as the API writes it, with month and day. */
function read(text) {
  return text.length === 10 ? text : `${text}-01-01`.slice(0, 10);
}

function show(events, { lanes = "none", window = null, selected = null } = {}) {
  const read = window && calendar.readWindow({ from: window[0], to: window[1] });
  timeline.show({ events, lanes, window: read, selected });
}

Object.assign(window, { timeline, reported, event, on, names, places, generate, twelve, show, calendar, divide, layOut, readSpan, shape });

const [many, lanes = "none"] = location.hash.slice(1).split(",");
if (many) show(many === "12" ? twelve() : generate(Number(many)), { lanes });
document.documentElement.dataset.ready = "yes";
