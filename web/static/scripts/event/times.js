// A date as it is typed into a form, as the API takes it: one, as fine as it is written, or two ends of which one may be open.

const BETWEEN = /\s*(?:[–—/]|\s-\s|\bto\b)\s*/;

/** `2025-02-18`, or {start, end} of `2025-02-14–2025-02-16`, `2025-02-14–`, and of nothing, which is no date. */
export function readTime(typed) {
  const words = typed.trim();
  if (!words) return { start: null, end: null };
  const ends = words.split(BETWEEN);
  if (ends.length !== 2) return words;
  const [start, end] = ends.map((each) => each.trim() || null);
  return { start, end };
}
