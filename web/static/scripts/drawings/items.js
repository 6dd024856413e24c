// The items of a chronology as its editors made it, as events: what stands in it of their own has no reports.

import { ask } from "../api.js";
import { nextPath } from "../lines.js";

const MOST = 5_000;
const PAGE = 500;

/**
 * The items, page after page.
 * @returns {Promise<{events: object[], whole: boolean, total: number}>}
 */
export async function loadItems(id, { signal, most = MOST } = {}) {
  const events = [];
  let path = `/v1/chronologies/${encodeURIComponent(id)}?format=ndjson&limit=${PAGE}`;
  while (path && events.length < most) {
    const answer = await ask(path, { signal });
    const lines = (await answer.text()).split("\n").filter(Boolean);
    events.push(...lines.map((line) => JSON.parse(line)));
    path = nextPath(answer);
  }
  return { events, whole: path === null, total: events.length };
}
