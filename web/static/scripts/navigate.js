// Going from one address of the page to another without loading all of it: what is marked `data-part` is fetched and put in place.
// Where that fails the browser goes there itself.

import { ask, Problem } from "./api.js";

const listeners = new Set();
let running = new AbortController();

/** Calls `listener({address, parts})` after each change of the page, and once now for the page as it came. */
export function onChange(listener) {
  listeners.add(listener);
  listener({ address: new URL(location.href), first: true });
}

/**
 * Goes to an address of this page. `replace`: without a step for the back button, as while something is dragged.
 */
export async function go(address, { replace = false } = {}) {
  const target = new URL(address, location.href);
  history[replace ? "replaceState" : "pushState"](null, "", target);
  await load(target);
}

async function load(target) {
  running.abort();
  running = new AbortController();
  let page;
  try {
    const answer = await ask(target.pathname + target.search, { accept: "text/html", signal: running.signal });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch (error) {
    if (error.name === "AbortError") return;
    if (error instanceof Problem && error.status === 0) return tell(error.detail);
    return location.assign(target); // the server says it in full
  }
  document.title = page.title;
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) swap(part, document.adoptNode(fresh));
  }
  tell(page.querySelector("[data-announce]")?.textContent ?? document.querySelector("[data-announce]")?.textContent ?? "");
  for (const listener of listeners) listener({ address: target, first: false });
}

/** Puts a part in the place of another, and the focus back on what had it, known by its id. */
function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Says it to who listens to the page. */
export function tell(words) {
  document.getElementById("status").textContent = words;
}

/** The address of the page with parameters set (a text or a list), or taken out (null, ""); it begins with the first page of the list. */
export function altered(changes, from = location.href) {
  const address = new URL(from);
  for (const [name, value] of Object.entries({ cursor: null, ...changes })) {
    address.searchParams.delete(name);
    for (const one of [value].flat()) if (one) address.searchParams.append(name, one);
  }
  return address;
}

addEventListener("popstate", () => load(new URL(location.href)));

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || link.origin !== location.origin || link.pathname !== location.pathname || link.hash || link.download) return;
  event.preventDefault();
  go(link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get" || new URL(form.action).pathname !== location.pathname) return;
  event.preventDefault();
  const told = [...new FormData(form, event.submitter)].filter(([, value]) => value.trim());
  go(`${location.pathname}?${new URLSearchParams(told)}`);
});
