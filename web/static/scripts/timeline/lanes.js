/** Which lanes there are, and which events stand in them: the most frequent names, and one lane for the others. */

const NAMES = {
  participant: (event) => event.participants.map((participant) => participant.name),
  place: (event) => event.places.map((place) => place.name),
  type: (event) => [sentence(event.type)],
};

/**
 * @param {{event: any}[]} items in order of priority, which the lanes keep
 * @param {"none" | "participant" | "place" | "type"} by @param {number} most lanes, the others not counted
 * @returns {{name: string | null, items: any[]}[]} an item that several names share stands in each of their lanes
 */
export function divide(items, by, most) {
  if (!NAMES[by]) return [{ name: null, items }];
  const named = new Map();
  for (const item of items) {
    for (const name of new Set(NAMES[by](item.event))) {
      if (!named.has(name)) named.set(name, []);
      named.get(name).push(item);
    }
  }
  const frequent = [...named].sort(([left, some], [right, more]) => more.length - some.length || (left < right ? -1 : 1));
  const lanes = frequent.slice(0, most).map(([name, found]) => ({ name, items: found }));
  const placed = new Set(lanes.flatMap((lane) => lane.items));
  const others = items.filter((item) => !placed.has(item));
  if (others.length) lanes.push({ name: lanes.length ? "Others" : "All", items: others });
  return lanes;
}

function sentence(word) {
  const words = word.replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
