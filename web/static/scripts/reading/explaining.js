/**
 * Why a time was read as it was, and what was understood of an event: from the API's JSON to nodes. What leads to another mark of the text
 * is a button with that mark's id in `data-goto`.
 */

import { make } from "../nodes.js";

/** As many events of a time are named. */
const MOST = 5;

const TYPES = { DATE: "a date", TIME: "a time of day", DURATION: "how long", SET: "how often" };
const MODS = { START: "the beginning of it", MID: "the middle of it", END: "the end of it", APPROX: "about" };
const BASES = {
  explicit: "a calendar date in the text",
  relative: "a date that it is counted from",
  named: "a dated event, known by its name",
  inherited: "a date told near by",
  document: "the publication date alone",
  unknown: "nothing",
};
const STATUSES = {
  occurred: "occurred",
  ongoing: "ongoing",
  scheduled: "scheduled: it is to be",
  possible: "possible: it may be, or have been",
  denied: "denied: the text says that it is not so",
};

/**
 * What there is to say of marks, each a section of its own.
 * @param {object} answer an extraction, asked for with explain=true
 * @param {string[]} ids
 * @returns {DocumentFragment}
 */
export function explain(answer, ids) {
  const explained = document.createDocumentFragment();
  for (const id of ids) {
    const time = answer.times.find((each) => each.id === id);
    const mention = answer.mentions.find((each) => each.id === id);
    if (time) explained.append(explainTime(time, answer));
    if (mention) explained.append(explainEvent(mention, answer));
  }
  return explained;
}

/** The ids of the marks that belong to these: the times of events, and the events of times. */
export function tiedTo(answer, ids) {
  const tied = answer.mentions.filter((each) => ids.includes(each.id) || ids.includes(each.time.time_id));
  return new Set(tied.flatMap((each) => [each.id, each.time.time_id]).filter((id) => id && !ids.includes(id)));
}

function explainTime(time, answer) {
  const against = answer.times.find(({ id }) => id === time.reference);
  const events = answer.mentions.filter((each) => each.time.time_id === time.id);
  return make(
    "section",
    { class: "explained-time" },
    make("p", { class: "kind" }, `Time, ${TYPES[time.type] ?? time.type}`),
    make("p", { class: "gist" }, ...arrowed(time.reading)),
    time.why && make("p", { class: "why" }, `${sentence(time.why)}.`),
    facts([
      ["Value", make("code", {}, time.value)],
      ["Of that", time.mod && (MODS[time.mod] ?? time.mod)],
      ["Interval", time.interval && make("span", {}, make("code", {}, spell(time.interval)), ` (${time.interval.granularity})`)],
      ["Clock", time.utc_offset && `UTC${time.utc_offset}`],
      ["One end of", time.range && `“${time.range.text}”`],
      ["Repeats", [time.quant, time.freq].filter(Boolean).join(" ")],
      ["Rests on", against ? goTo(against.id, `“${against.text}”`) : time.reference ? "the publication date" : BASES[time.basis]],
      ["Rule", make("code", {}, time.rule)],
      ["Confidence", share(time.confidence)],
      ["Not taken", notTaken(time.alternatives)],
      ["Events", events.length > 0 && foremost(events)],
    ]),
  );
}

function explainEvent(mention, answer) {
  const { time } = mention;
  const expression = answer.times.find(({ id }) => id === time.time_id);
  const earlier = answer.mentions.find(({ id }) => id === mention.same_as);
  const said = expression ? goTo(expression.id, `“${time.expression}”`) : time.expression && `“${time.expression}”`;
  return make(
    "section",
    { class: "explained-event" },
    make("p", { class: "kind" }, `Event, ${mention.status}`),
    make("p", { class: `gist title status-${mention.status}` }, make("span", {}, mention.title)),
    make("p", { class: "when" }, time.words),
    facts([
      ["Rests on", said && time.basis !== "inherited" ? said : make("span", {}, BASES[time.basis], said && ": ", said)],
      ["EDTF", time.edtf && make("code", {}, time.edtf)],
            ["Status", STATUSES[mention.status] ?? mention.status],
      ["According to", mention.attribution],
      ["Who", several(mention.participants.map(({ name, role }) => (role === "other" ? name : `${name} (${role})`)))],
      ["Where", several(mention.places.map(({ name, country }) => (country ? `${name} (${country})` : name)))],
      ["How many", several(mention.quantities.map(({ text }) => text))],
      ["Type", make("span", {}, make("code", {}, mention.type), ", ", make("code", {}, mention.class))],
      ["Trigger", `“${mention.trigger.text}”`],
      ["Same as", earlier && goTo(earlier.id, earlier.title)],
      ["Confidence", `${share(mention.confidence)}, of the date ${share(time.confidence)}`],
      ["Salience", share(mention.salience)],
    ]),
  );
}

/** A reading is `what was said → what it means`; the arrow may be in what was said, too. */
function arrowed(reading) {
  const arrow = reading.lastIndexOf(" → ");
  if (arrow < 0) return [reading];
  return [`${reading.slice(0, arrow)} → `, make("strong", {}, reading.slice(arrow + 3))];
}

function facts(rows) {
  const told = rows.filter(([, value]) => value);
  return make("dl", {}, ...told.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
}

function notTaken(alternatives) {
  if (!alternatives?.length) return null;
  return make("ul", {}, ...alternatives.map(({ value, why }) => make("li", {}, make("code", {}, value), ` ${why}`)));
}

/** The most salient, in the order of the text, and how many more there are. */
function foremost(events) {
  const first = new Set([...events].sort((one, other) => other.salience - one.salience).slice(0, MOST));
  const rest = events.length - first.size;
  const lines = events.filter((each) => first.has(each)).map((each) => make("li", {}, goTo(each.id, each.title)));
  return make("ul", {}, ...lines, rest > 0 && make("li", {}, `and ${rest} more`));
}

const goTo = (id, words) => make("button", { type: "button", class: "quiet", "data-goto": id }, words);
const several = (names) => [...new Set(names)].join(", ");
const share = (number) => number.toFixed(2);
const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);

function spell({ start, end }) {
  return start === end ? start : `${start ?? ".."}/${end ?? ".."}`;
}
