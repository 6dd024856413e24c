// Counts that several parts of the page ask for at once, of one navigation: asked once. Nothing is kept beyond it, since the archive grows.

import { ask } from "./api.js";

const asked = new Map();

/** Begins a navigation: what was counted before is counted anew. */
export function countAnew() {
  asked.clear();
}

document.addEventListener("dateline:changed", countAnew);

/**
 * The counts at an address of /v1/events/counts. One who waits for them no more leaves them to the others.
 * @returns {Promise<{value: string, events: number}[]>}
 */
export async function askCounts(path, { signal } = {}) {
  signal?.throwIfAborted();
  const key = keyOf(path);
  if (!asked.has(key)) asked.set(key, ask(path).then((answer) => answer.json()));
  const gone = signal && new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
  const { counts } = await Promise.race([asked.get(key), gone].filter(Boolean));
  return counts;
}

/** The same for the same question, in whatever order its parameters stand. */
function keyOf(path) {
  const { pathname, searchParams } = new URL(path, location.href);
  searchParams.sort();
  return `${pathname}?${searchParams}`;
}
