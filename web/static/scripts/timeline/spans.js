/**
 * What of an event's time is certain, what is possible, and where it is open.
 *
 * The four bounds are those of `timeline/store/bounds.py`: earliest start, latest start, earliest end, latest end. Between the
 * latest start and the earliest end the event is known to last; what lies in one day, or less, is drawn as certain, too. An
 * open side is infinite; there the drawing ends in an arrow, `reach` pixels from the last bound that is known.
 */

import { DAY, read } from "../calendar.js";

/** Seconds: an event that is known only to lie before a day is drawn in the month before it, if that is not too long. */
const REACH = 31 * DAY;
const [SHORT_STUB, LONG_STUB] = [30, 64];

/**
 * @typedef {{earliest: number, latestStart: number, earliestEnd: number, latest: number}} Span seconds, half-open
 * @typedef {{from: number, to: number, solid: {start: number, end: number} | null, isHatched: boolean,
 *   isOpenBefore: boolean, isOpenAfter: boolean}} Shape `from` and `to` are the outermost bounds that are known
 */

/** The four bounds of a time as the API writes it; null for what could be anywhere. @returns {Span | null} */
export function readSpan(time) {
  if (time.earliest === null && time.latest === null) return null;
  const earliest = time.earliest === null ? -Infinity : read(time.earliest).start;
  const latest = time.latest === null ? Infinity : read(time.latest).end;
  const span = { earliest, latestStart: latest, earliestEnd: earliest, latest };
  if (time.start !== null || time.end !== null) {
    const start = time.start === null ? earliest : read(time.start).start;
    const end = time.end === null ? latest : read(time.end).end;
    if (time.relation === "SIMULTANEOUS") Object.assign(span, { latestStart: start, earliestEnd: end });
    else if (time.relation === "BEGUN_BY") span.latestStart = end;
    else if (time.relation === "ENDED_BY") span.earliestEnd = start;
  }
  return span;
}

/** How a span is drawn. @param {Span} span @returns {Shape} */
export function shape(span) {
  const { earliest, latestStart, earliestEnd, latest } = span;
  const known = [earliest, latestStart, earliestEnd, latest].filter(Number.isFinite);
  const isShort = latest - earliest <= DAY;
  const lasts = latestStart < earliestEnd;
  const solid = lasts ? { start: latestStart, end: earliestEnd } : isShort ? { start: earliest, end: latest } : null;
  return {
    from: Math.min(...known),
    to: Math.max(...known),
    solid,
    isHatched: !solid || solid.start > earliest || solid.end < latest,
    isOpenBefore: earliest === -Infinity,
    isOpenAfter: latest === Infinity,
  };
}

/** How many pixels an open side is drawn on, at a scale in pixels a second. */
export function reach(scale) {
  return Math.min(Math.max(REACH * scale, SHORT_STUB), LONG_STUB);
}
