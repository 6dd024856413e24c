/** How wide words are in the font of labels, and what of them fits. */

/** Measures in the font of an element, and remembers. @returns {(text: string) => number} */
export function measuring(element) {
  const style = getComputedStyle(element);
  const context = document.createElement("canvas").getContext("2d");
  context.font = `${style.fontSize} ${style.fontFamily}`;
  const known = new Map();
  return (text) => {
    let width = known.get(text);
    if (width === undefined) known.set(text, (width = context.measureText(text).width));
    return width;
  };
}

/** As much of a text as fits, and a sign that there is more. @returns {{text: string, width: number}} */
export function cut(text, width, measure) {
  const whole = measure(text);
  return whole <= width ? { text, width: whole } : shorten(Array.from(text), width, whole, measure, () => true);
}

/** The same in whole words, so that what is seen can be spoken; empty where not even one fits. */
export function cutWords(text, width, measure) {
  const whole = measure(text);
  if (whole <= width) return { text, width: whole };
  return shorten(Array.from(text), width, whole, measure, (before, after) => !(JOINED.test(before) && JOINED.test(after)));
}

/** What makes one word with what it touches; some scripts put no spaces between words. */
const JOINED = /[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

function shorten(letters, width, whole, measure, isPlace) {
  for (let length = Math.floor((letters.length * width) / whole); length > 0; length--) {
    if (!isPlace(letters[length - 1], letters[length] ?? "")) continue;
    const short = `${letters.slice(0, length).join("").trimEnd()}…`;
    if (measure(short) <= width) return { text: short, width: measure(short) };
  }
  return { text: "", width: 0 };
}
