/**
 * A text with its marks. Marks are told apart by their ids (t1, m3); offsets are UTF-16 units, half-open, as JavaScript counts
 * (`offset_unit=utf16`).
 *
 * Times and triggers may lie in one another ("two days after the vote"), but what can be pressed must not. So the text is cut
 * wherever a mark begins or ends; a piece looks like all the marks that it lies in, and is pressed for one: the shortest. Each mark
 * has one piece that can be pressed, its home; a mark that is the shortest nowhere is explained at the piece where it begins.
 */

import { make } from "../nodes.js";

/**
 * @typedef {{id: string, kind: "time" | "event", start: number, end: number, look: string}} Span
 * @typedef {{text: string, spans: Span[], home: string[]}} Piece `home`: the ids of marks that are pressed here
 */

/**
 * What an extraction marks, in the order of its text. Events whose salience is below `least` are left out, below `usual` they are
 * background.
 * @returns {Span[]}
 */
export function spansOf(answer, least = 0, usual = 0) {
  const look = ({ status, salience }) => `event status-${status}${salience < usual ? " is-background" : ""}`;
  const times = answer.times.map(({ id, start, end }) => ({ id, kind: "time", start, end, look: "time" }));
  const events = answer.mentions
    .filter(({ salience }) => salience >= least)
    .map((each) => ({ id: each.id, kind: "event", start: each.trigger.start, end: each.trigger.end, look: look(each) }));
  return [...times, ...events].sort(inOrder);
}

/**
 * The text in pieces, which put together are the text. Spans that are empty, or outside of it, mark nothing.
 * @param {string} text
 * @param {Span[]} spans
 * @returns {Piece[]}
 */
export function cut(text, spans) {
  const ordered = spans.filter(({ start, end }) => start >= 0 && start < end && end <= text.length).sort(inOrder);
  const bounds = [...new Set([0, text.length, ...ordered.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const pieces = [];
  let open = [];
  let following = 0;
  for (let each = 0; each + 1 < bounds.length; each += 1) {
    const [start, end] = [bounds[each], bounds[each + 1]];
    open = open.filter((span) => span.end > start);
    while (ordered[following]?.start === start) open.push(ordered[following++]);
    pieces.push({ text: text.slice(start, end), spans: [...open], home: [] });
  }
  giveHomes(pieces, ordered);
  return pieces;
}

function giveHomes(pieces, ordered) {
  const homes = new Map();
  for (const piece of pieces) {
    const shortest = piece.spans.reduce((one, other) => (one && length(one) < length(other) ? one : other), null);
    if (shortest && !homes.has(shortest.id)) homes.set(shortest.id, piece);
  }
  for (const span of ordered) {
    const home = homes.get(span.id) ?? pieces.find(({ spans }) => spans.includes(span));
    home.home.push(span.id);
  }
}

/**
 * The pieces as nodes: what is marked as `<mark>`, pressed like a button where it is at home. `data-marks` are the ids of all marks that
 * a piece lies in, `data-home` of those that it is pressed for.
 * @param {Piece[]} pieces
 * @returns {DocumentFragment}
 */
export function mark(pieces) {
  const marked = document.createDocumentFragment();
  for (const { text, spans, home } of pieces) marked.append(spans.length ? markPiece(text, spans, home) : text);
  return marked;
}

function markPiece(text, spans, home) {
  const isHome = home.length > 0;
  const kinds = spans.filter(({ id }) => home.includes(id)).map(({ kind }) => kind);
  return make(
    "mark",
    {
      class: ["mark", ...spans.map(({ look }) => look)].join(" "),
      "data-marks": spans.map(({ id }) => id).join(" "),
      "data-home": isHome && home.join(" "),
      role: isHome && "button",
      tabindex: isHome && "-1",
      "aria-pressed": isHome && "false",
      "aria-roledescription": isHome && [...new Set(kinds)].join(" and "),
    },
    text,
  );
}

const length = ({ start, end }) => end - start;
const inOrder = (one, other) => one.start - other.start || other.end - one.end || (one.kind < other.kind ? -1 : 1);
