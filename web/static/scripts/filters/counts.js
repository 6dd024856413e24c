// How many events there are of each kind, among those that the page asks for: numbers beside the types and states, and the names that
// most of them have, each a link that adds it. Asked for when the list is there, one after another; where the server has no time for it,
// the page does without and says so.
//
// Of types and states any one will do, so that of each is counted what would be there with it alone: the others' choice is left aside.

import { askCounts, countAnew } from "../counted.js";
import { altered, onChange } from "../navigation/navigate.js";
import { make } from "../nodes.js";
import { number } from "../numbers.js";

const NOT_FILTERS = ["sort", "group", "lanes", "event", "cursor", "limit", "fields", "format"];
const ANY_OF = ["type", "status", "source"];
const FACETS = ["status", "type", "participant", "place", "source"];
const MANY = ["participant", "place"]; // all that are given must be there
const SHOWN = 5;
const PATIENCE = 10_000; // milliseconds

let running = new AbortController();
const known = new Map(); // the last answer of each facet, shown until the next is there

/** The address of a facet's counts for the page at this address. */
function countsPath(facet, address) {
  const asked = new URLSearchParams(address.search);
  for (const name of NOT_FILTERS) asked.delete(name);
  if (ANY_OF.includes(facet)) asked.delete(facet);
  const chosen = MANY.includes(facet) ? asked.getAll(facet).length : 0;
  asked.set("of", facet);
  if (facet !== "status") asked.set("limit", facet === "type" ? 100 : SHOWN + chosen); // feed.js asks for all of those, too
  return `/v1/events/counts?${asked}`;
}

async function count(address) {
  running.abort(); // a later question takes the place of one that is not answered yet
  running = new AbortController();
  const { signal } = running;
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  for (const facet of FACETS) {
    const counts = await find(facet, address, patience);
    if (signal.aborted) return;
    if (counts === null) return giveUp();
    known.set(facet, counts);
    show(facet, counts);
  }
}

/** Null where there is no answer, or none in time. */
async function find(facet, address, signal) {
  try {
    return await askCounts(countsPath(facet, address), { signal });
  } catch {
    return null;
  }
}

function giveUp() {
  known.clear();
  for (const place of document.querySelectorAll("[data-count]")) place.textContent = "";
  for (const list of document.querySelectorAll("[data-facet]")) list.hidden = true;
  const note = document.getElementById("counts-note");
  if (!note) return;
  note.textContent = "How many there are of each is not known just now.";
  note.hidden = false;
}

/** Puts the numbers of a facet where they belong. */
function show(facet, counts) {
  const numbers = new Map(counts.map(({ value, events }) => [value, events]));
  for (const place of document.querySelectorAll(`[data-count="${facet}"]`)) {
    const many = numbers.get(place.dataset.value) ?? 0;
    place.replaceChildren(number(many), hidden(many === 1 ? " event" : " events"));
    place.closest("label").classList.toggle("is-none", many === 0);
  }
  for (const list of document.querySelectorAll(`[data-facet="${facet}"]`)) {
    const chosen = new URL(location.href).searchParams.getAll(facet);
    const offered = counts.filter(({ value }) => !chosen.includes(value)).slice(0, SHOWN);
    const most = Math.max(...offered.map(({ events }) => events), 1);
    list.replaceChildren(...offered.map((one, at) => line(facet, one, { chosen, most, at })));
    list.hidden = offered.length === 0;
  }
}

function line(facet, { value, events }, { chosen, most, at }) {
  const isOneOfMany = MANY.includes(facet);
  const link = make(
    "a",
    {
      id: `facet-${facet}-${at}`,
      href: altered({ [facet]: isOneOfMany ? [...chosen, value] : value }).href,
      "data-else": isOneOfMany ? `${facet}-add` : facet,
    },
    make("span", {}, value),
    " ",
    make("span", { class: "count" }, number(events), hidden(events === 1 ? " event" : " events")),
  );
  link.style.setProperty("--share", events / most);
  return make("li", {}, link);
}

const hidden = (words) => make("span", { class: "visually-hidden" }, words);

/** Whether there is something to count, and anybody who sees it: on a narrow screen the filters may be closed. */
const isWanted = () =>
  !document.querySelector("#answer .refused") && document.querySelector("#filters [data-count]")?.checkVisibility();

function refresh() {
  countAnew();
  if (!isWanted()) return running.abort();
  for (const [facet, counts] of known) show(facet, counts);
  count(new URL(location.href));
}

export function start() {
  onChange(refresh);
  document.addEventListener("toggle", ({ target }) => target.id === "all-filters" && target.open && refresh(), true);
}
