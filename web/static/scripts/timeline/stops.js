/** Which mark a key leads to. Marks are those of `Drawing.visible`, or in order of time; all pure. */

/**
 * The stops of ← and →: all marks in order of time, an event that stands in several lanes once.
 * @param {import("./layout.js").Mark[][]} lanes @returns {{key: string, mark: any}[]}
 */
export function stops(lanes) {
  const found = lanes.flatMap((marks, lane) => marks.map((mark) => ({ key: `${lane} ${mark.key}`, mark, lane })));
  found.sort((one, other) => one.mark.from - other.mark.from || one.lane - other.lane || one.mark.row - other.mark.row);
  const seen = new Set();
  return found.filter(({ mark }) => {
    const isNew = mark.events.some((event) => !seen.has(event.id));
    for (const event of mark.events) seen.add(event.id);
    return isNew;
  });
}

/** The stop before (-1) or behind (1) a mark; a mark that is no stop itself stands where its events do. */
export function neighbour(all, key, step) {
  let index = all.findIndex((stop) => stop.key === key);
  if (index === -1) {
    const name = key.slice(key.indexOf(" ") + 1);
    index = all.findIndex(({ mark }) => mark.key === name || mark.events.some((event) => event.id === name));
  }
  return all[index + step] ?? null;
}

/** The mark in the nearest row above (-1) or below (1) that stands closest. */
export function nearest(visible, from, step) {
  const rows = visible.filter((each) => (each.top - from.top) * step > 1);
  if (!rows.length) return null;
  const next = Math.min(...rows.map((each) => (each.top - from.top) * step));
  const distance = (each) => Math.max(each.start - from.end, from.start - each.end, 0) + Math.abs(each.start - from.start) / 1e6;
  return rows
    .filter((each) => (each.top - from.top) * step < next + 1)
    .reduce((best, each) => (distance(each) < distance(best) ? each : best));
}

/** The first or the last that can be seen. */
export function extreme(visible, step) {
  const order = (each) => each.drawn.mark.from;
  return visible.reduce((best, each) => (best === null || (order(each) - order(best)) * step > 0 ? each : best), null);
}
