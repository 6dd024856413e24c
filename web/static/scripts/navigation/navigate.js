// Going from one address of the page to another without loading all of it: what is marked `data-part` is fetched and put in place.
//
// The list stands where only what is shown beside it changes (`event`, `lanes`), so that pages of it that were put behind it stay,
// and so does where one has read to. Where the server refuses, the browser goes there itself, and it says so in full; a refusal
// that another key would undo opens the dialog for one (key-dialog.js).

import { Problem, askPage } from "../api.js";
import { append, swap, tellOpen } from "./parts.js";
import { follow } from "./scrolling.js";

const BESIDE = new Set(["event", "lanes"]);
const OF_THE_LIST = ["answer", "chronology"];

const listeners = new Set();
const scrolling = follow();
let running = new AbortController();
let shown = new URL(location.href);

/**
 * Calls `listener({address, previous, first})` after each change of the page, and once now for the page as it came. After a swap
 * elements of parts are new ones.
 */
export function onChange(listener) {
  listeners.add(listener);
  listener({ address: new URL(location.href), previous: null, first: true });
}

/**
 * Goes to an address of this page. `replace`: without a step for the back button, as while something is dragged.
 */
export async function go(address, { replace = false } = {}) {
  const target = new URL(address, location.href);
  const isSame = target.href === location.href;
  scrolling.leave({ to: target, replace: replace || isSame });
  await load(target);
}

/** @returns {Promise<boolean>} whether it is shown now */
async function load(target) {
  const { signal } = begin();
  const parts = [...document.querySelectorAll("[data-part]")];
  const typed = { field: document.activeElement, value: document.activeElement?.value };
  for (const part of parts) part.setAttribute("aria-busy", "true");
  try {
    const { status, page, address } = await askPage(target.pathname + target.search, { signal });
    if (signal.aborted) return false;
    const isShown = status < 400 || page.querySelector("form[data-part]");
    if (status === 401 || status === 403) needKey(page);
    else if (!isShown) location.replace(target); // it says it in full
    if (!isShown) return false;
    if (address.search !== target.search) history.replaceState(history.state, "", address);
    show(page, address, { parts, typed });
    return true;
  } catch (error) {
    if (error.name === "AbortError") return false;
    if (!(error instanceof Problem)) throw error;
    complain(error.detail);
    return false;
  } finally {
    if (!signal.aborted) rest();
  }
}

/** What is asked for takes the place of what is still on its way. */
function begin() {
  running.abort();
  running = new AbortController();
  return running;
}

/** Nothing is on its way. */
function rest() {
  for (const part of document.querySelectorAll("[data-part]")) part.removeAttribute("aria-busy");
}

function show(page, address, { parts, typed }) {
  const previous = shown;
  shown = address;
  const keepsList = isBeside(previous, address);
  document.title = page.title;
  for (const part of parts) {
    const fresh = page.getElementById(part.id);
    if (fresh && !(keepsList && OF_THE_LIST.includes(part.id))) swap(part, document.adoptNode(fresh), typed);
  }
  tellOpen(address.searchParams.get("event"));
  complain("");
  if (!keepsList) tell(document.querySelector("[data-announce]")?.textContent ?? "");
  call({ address, previous, first: false });
}

function call(change) {
  for (const listener of listeners) listener(change);
}

/** Whether two addresses ask for the same list. */
function isBeside(one, other) {
  const [first, second] = [one, other].map(({ searchParams }) =>
    [...searchParams].filter(([name]) => !BESIDE.has(name)).map(String).sort().join("\n"),
  );
  return first === second && one.href !== other.href;
}

function needKey(page) {
  const why = page.getElementById("refusal")?.dataset.detail ?? "";
  document.dispatchEvent(new CustomEvent("dateline:key-needed", { detail: { why } }));
}

/** Says it to who listens to the page. */
export function tell(words) {
  const status = document.getElementById("status");
  if (status) status.textContent = words;
}

/** Says what went wrong, with a way to try again; "" when it is over. */
function complain(words) {
  const notice = document.getElementById("notice");
  if (!notice) return;
  notice.querySelector("p").textContent = words;
  notice.hidden = !words;
}

/** The address of the page with parameters set (a text or a list), or taken out (null, ""). Another list begins with its first page. */
export function altered(changes, from = location.href) {
  const address = new URL(from);
  const isSameList = Object.keys(changes).every((name) => ["group", "lanes", "event"].includes(name));
  for (const [name, value] of Object.entries(isSameList ? changes : { cursor: null, ...changes })) {
    address.searchParams.delete(name);
    for (const one of [value].flat()) if (one) address.searchParams.append(name, one);
  }
  return address;
}

/** Where a form leads that asks the page: what is filled in of it. */
export function addressOf(form, submitter) {
  const told = [...new FormData(form, submitter)].filter(([, value]) => value.trim());
  return told.length ? `${location.pathname}?${new URLSearchParams(told)}` : location.pathname;
}

addEventListener("popstate", async () => {
  const target = new URL(location.href);
  if (target.pathname + target.search === shown.pathname + shown.search) {
    begin(); // a place within the page, or the way back before the next was there
    rest();
  } else if (await load(target)) scrolling.restore();
});

document.addEventListener("dateline:page", () => {
  begin();
  const previous = shown;
  shown = new URL(location.href);
  call({ address: shown, previous, first: false });
});

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.target.closest?.("#notice button")) return go(location.href);
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[href]");
  if (!link || link.target || link.hasAttribute("download") || link.hash) return;
  if (link.origin !== location.origin || link.pathname !== location.pathname) return;
  event.preventDefault();
  if (link.rel === "next" && link.closest("#chronology")) more(link);
  else go(link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "get" || new URL(form.action).pathname !== location.pathname) return;
  event.preventDefault();
  go(addressOf(form, event.submitter));
});

/** Puts the list's next page behind it. The address stays: it is the same list. */
async function more(link) {
  const list = link.closest("#chronology");
  if (list.getAttribute("aria-busy") === "true") return;
  list.setAttribute("aria-busy", "true");
  try {
    const { status, page } = await askPage(link.href, { signal: running.signal });
    if (!list.isConnected) return;
    if (status === 401 || status === 403) return needKey(page);
    if (status >= 400) return location.assign(link.href);
    tell(append(list, page.getElementById("chronology")));
    complain("");
  } catch (error) {
    if (error.name === "AbortError") return;
    if (!(error instanceof Problem)) throw error;
    complain(error.detail);
  } finally {
    list.removeAttribute("aria-busy");
  }
}
