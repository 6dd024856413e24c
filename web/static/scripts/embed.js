// The timeline of a frame in somebody else's page, above its list: as it stands, without gestures, so that the page around it scrolls,
// and with nothing that changes anything. A mark leads to its line in the list, or, where that is on a later page, out of the frame.

import { Problem } from "./api.js";
import { readWindow } from "./calendar.js";
import { loadEvents } from "./drawings/feed.js";
import { loadItems } from "./drawings/items.js";
import { Timeline } from "./timeline/timeline.js";

const MOST = 500;
const ROWS = 5;

const place = document.getElementById("timeline");
const { chronology, full } = place.dataset;

async function draw() {
  const query = new URL(location.href).searchParams;
  const found = await (chronology ? loadItems(chronology, { most: MOST }) : loadEvents(query, { most: MOST }));
  if (!found.events.length) return;
  place.hidden = false;
  const timeline = new Timeline(place, { onOpen: open, isStill: true, rows: ROWS });
  const window = chronology ? null : closed(readWindow({ from: query.get("from"), to: query.get("to") }));
  timeline.show({ events: found.events, window, lanes: query.get("lanes") ?? "none" });
}

/** A window that is open on a side shows all that there is. */
const closed = (window) => (window && window.start !== null && window.end !== null ? window : null);

function open(id) {
  const link = document.getElementById(id)?.querySelector("a");
  if (link) return link.focus();
  const address = new URL(full, location.href);
  address.searchParams.set("event", id);
  return globalThis.open(address, "_blank", "noopener");
}

draw().catch((error) => {
  if (!(error instanceof Problem)) throw error; // the list is there without it
});
