// For tests: an overview, the windows and words that it told, and `show`, which shows a window that was told as the page does.

import { Overview } from "/web/scripts/overview/overview.js";
import * as calendar from "/web/scripts/calendar.js";
import * as density from "/web/scripts/overview/density.js";
import * as feed from "/web/scripts/drawings/feed.js";

const told = [];
const announced = [];
let shown = null;
const overview = new Overview(document.querySelector("#overview"), {
  onWindow: (at, how) => {
    told.push({ window: at, written: at && calendar.writeWindow(at), ...how });
    overview.show({ ...shown, window: at });
  },
  announce: (text) => announced.push(text),
});

function show(what) {
  shown = { ...what };
  overview.show(shown);
}

/** Bins of a unit from counts by the text of a first day. */
function bins(unit, counts) {
  return Object.entries(counts).map(([day, [events, certain]]) => {
    const { start } = calendar.read(day);
    return { start, end: density.step(start, unit), events, certain };
  }).sort((one, other) => one.start - other.start);
}

Object.assign(window, { told, announced, show, bins, calendar, density, feed, ready: true });
