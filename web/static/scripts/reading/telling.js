/**
 * What a text tells, as a list in the order of time. One happening that the text tells twice with one date is one line.
 */

import { read } from "../calendar.js";
import { make } from "../nodes.js";

/** From this salience on an event is listed; where none reaches it, all are. */
export function leastOf(answer, usual, withBackground) {
  const isNone = !answer.mentions.some(({ salience }) => salience >= usual);
  return withBackground || isNone ? 0 : usual;
}

/**
 * The events from that salience on, in the order of time: by their beginning, else by the bound that is known; those without
 * either come last.
 */
export function inTime(answer, least) {
  const byId = new Map(answer.mentions.map((each) => [each.id, each]));
  const first = (mention) => {
    let earlier = byId.get(mention.same_as);
    while (earlier && !(earlier.salience >= least && earlier.time.words === mention.time.words)) earlier = byId.get(earlier.same_as);
    return earlier;
  };
  return answer.mentions
    .filter((each) => each.salience >= least && !first(each))
    .map((mention, place) => ({ mention, place, at: placeOf(mention.time) }))
    .sort((one, other) => (one.at === other.at ? 0 : one.at - other.at) || one.place - other.place)
    .map(({ mention }) => mention);
}

/** The list; each line leads to its mark. */
export function list(mentions) {
  return make("ol", { class: "told" }, ...mentions.map(line));
}

function line(mention) {
  const status = mention.status === "occurred" ? null : make("span", { class: "status" }, ` ${mention.status}`);
  const leading = make("button", { type: "button", class: "quiet", "data-goto": mention.id }, make("span", {}, mention.title));
  return make(
    "li",
    { class: `status-${mention.status}` },
    make("span", { class: "when" }, mention.time.words),
    make("span", { class: "what" }, leading, status),
  );
}

/** Seconds, as api/pages/listing.py orders: a bound stands where the time itself is not known. Infinity without any. */
function placeOf({ relation, start, earliest, latest }) {
  const isOutside = relation === "BEFORE" || relation === "AFTER";
  const at = [isOutside ? null : start, earliest, latest, start].find((each) => each);
  return at ? (read(at)?.start ?? Infinity) : Infinity;
}

/** “3 times, 5 events, 12 in the background”. */
export function count(answer, least) {
  const events = answer.mentions.filter(({ salience }) => salience >= least).length;
  const rest = answer.mentions.length - events;
  return [number(answer.times.length, "time"), number(events, "event"), rest && `${rest} in the background`].filter(Boolean).join(", ");
}

const number = (many, what) => `${many || "no"} ${what}${many === 1 ? "" : "s"}`;
