/**
 * Windows that begin and end at bounds, as pure functions. Bounds are seconds in order; a window is `{start, end}`.
 *
 * A window that comes from elsewhere may begin and end between two bounds. Moved as a whole it then keeps its length; a side
 * that is moved goes to the nearest bound in that direction.
 */

/** The index of the last bound that is not behind these seconds, or the first. */
export function below(bounds, seconds) {
  let [low, high] = [0, bounds.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (bounds[middle] <= seconds) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The index of the first bound that is not before these seconds, or the last. */
export function above(bounds, seconds) {
  const index = below(bounds, seconds);
  return bounds[index] >= seconds ? index : Math.min(index + 1, bounds.length - 1);
}

export function nearest(bounds, seconds) {
  const [low, high] = [below(bounds, seconds), above(bounds, seconds)];
  return seconds - bounds[low] <= bounds[high] - seconds ? low : high;
}

/** The shortest window that holds both moments. */
export function span(bounds, one, other) {
  const start = Math.min(below(bounds, Math.min(one, other)), bounds.length - 2);
  const end = Math.max(above(bounds, Math.max(one, other)), start + 1);
  return { start: bounds[start], end: bounds[end] };
}

/** The index of the bound that lies `count` bounds after these seconds, or before. */
export function hop(bounds, seconds, count) {
  const index = count > 0 ? below(bounds, seconds) : above(bounds, seconds);
  return clamp(index + count, 0, bounds.length - 1);
}

/** The window with its start or end at a bound, so that it holds one bin at least. */
export function moveSide(bounds, window, side, index) {
  if (side === "start") return { ...window, start: bounds[clamp(index, 0, Math.max(above(bounds, window.end) - 1, 0))] };
  return { ...window, end: bounds[clamp(index, Math.min(below(bounds, window.start) + 1, bounds.length - 1), bounds.length - 1)] };
}

/** The window moved by `count` bounds, as far as there are any. */
export function move(bounds, window, count) {
  const [first, last] = [below(bounds, window.start), above(bounds, window.end)];
  const by = clamp(count, -first, bounds.length - 1 - last);
  const isWhole = bounds[first] === window.start && bounds[last] === window.end;
  if (isWhole) return { start: bounds[first + by], end: bounds[last + by] };
  const start = bounds[first + by] + (window.start - bounds[first]);
  return { start, end: start + (window.end - window.start) };
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
