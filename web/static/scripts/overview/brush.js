/**
 * A window of time on a plot: two handles and a body between them, moved by pointer and by keys.
 *
 * All three are sliders. A drag that begins beside them makes a new window, a click there takes the bin under it, and a double
 * click takes the window away. While something is moved, windows are told as not settled; what is let go of is settled. A window
 * that holds everything is none (null).
 */

import { make } from "../nodes.js";
import { above, below, hop, move, moveSide, nearest, span } from "./windows.js";
import { nameWindow, writeSides } from "./words.js";

const SLACK = 4;
/** How far a handle's area reaches outward, and inward, from its line. */
const OUTWARD = 16;
const INWARD = 8;
const STEPS = {
  ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity,
};

export class Brush {
  #plot;
  #grips;
  #onWindow;
  #onDraw;
  #announce;
  #axis = null;
  #window = null;
  #drag = null;
  #isUnsettled = false;

  /** @param {HTMLElement} plot in which a pixel from the left is what `place` was told it is */
  constructor(plot, { onWindow, onDraw, announce }) {
    this.#plot = plot;
    this.#onWindow = onWindow;
    this.#onDraw = onDraw;
    this.#announce = announce;
    this.#grips = { body: makeGrip("body", "window"), start: makeGrip("start", "from"), end: makeGrip("end", "to") };
    plot.append(...Object.values(this.#grips));
    this.#listen();
  }

  get isDragging() {
    return this.#drag !== null;
  }

  /** What the pixels mean; null where there is nothing to brush. */
  place(axis) {
    this.#axis = axis;
    if (!axis) [this.#drag, this.#isUnsettled] = [null, false];
    this.#draw();
  }

  /** The window that holds elsewhere, unless one is just being moved here. */
  set(window) {
    if (this.#drag || this.#isUnsettled) return;
    this.#window = window && (window.start ?? window.end ?? null) !== null ? window : null;
    this.#draw();
  }

  clear() {
    if (document.activeElement === this.#grips.body) this.#grips.start.focus();
    this.#change(null, { settled: true });
    this.#announce("All of time");
  }

  #listen() {
    this.#plot.addEventListener("pointerdown", (event) => this.#begin(event));
    this.#plot.addEventListener("pointermove", (event) => this.#continue(event));
    this.#plot.addEventListener("pointerup", (event) => this.#end(event));
    this.#plot.addEventListener("pointercancel", () => this.#revert());
    this.#plot.addEventListener("dblclick", (event) => event.target.closest("button") ?? this.clear());
    for (const [name, grip] of Object.entries(this.#grips)) {
      grip.addEventListener("keydown", (event) => this.#press(event, name));
      grip.addEventListener("keyup", () => this.#settle());
      grip.addEventListener("blur", () => this.#settle());
    }
  }

  /** Both sides of the window; where it is open or there is none, the extent's. */
  #sides() {
    const { bounds } = this.#axis;
    return { start: this.#window?.start ?? bounds[0], end: this.#window?.end ?? bounds.at(-1) };
  }

  #begin(event) {
    if (!this.#axis || this.#drag || !event.isPrimary || event.button !== 0 || event.target.closest("button")) return;
    const grip = event.target.closest("[data-grip]")?.dataset.grip ?? "new";
    this.#drag = { grip, x: event.clientX, at: this.#pixels(event), window: this.#window, sides: this.#sides(), moves: false };
    this.#plot.setPointerCapture(event.pointerId);
  }

  #continue(event) {
    if (!this.#drag || !event.isPrimary) return;
    this.#drag.moves ||= Math.abs(event.clientX - this.#drag.x) >= SLACK;
    if (this.#drag.moves) this.#change(this.#drawn(this.#pixels(event)), { settled: false });
  }

  #end(event) {
    if (!this.#drag || !event.isPrimary) return;
    const { grip, moves, at } = this.#drag;
    this.#drag = null;
    const { bounds, time } = this.#axis;
    if (!moves && grip === "new") this.#change(span(bounds, time(at), time(at)), { settled: true });
    else if (moves) this.#change(this.#whole(this.#window), { settled: true });
    else return;
    this.#announce(this.#window ? nameWindow(this.#sides()) : "All of time");
  }

  #revert() {
    if (!this.#drag) return;
    const { window, moves } = this.#drag;
    this.#drag = null;
    if (moves) this.#change(window, { settled: true });
  }

  /** The window of the drag as it is now. */
  #drawn(pixels) {
    const { grip, at, sides } = this.#drag;
    const { bounds, time, pixel } = this.#axis;
    if (grip === "new") return span(bounds, time(at), time(pixels));
    const side = grip === "body" ? "start" : grip;
    const index = nearest(bounds, time(pixel(sides[side]) + pixels - at));
    return grip === "body" ? move(bounds, sides, index - below(bounds, sides.start)) : moveSide(bounds, sides, side, index);
  }

  #press(event, name) {
    if (event.key === "Escape" && this.#drag) return this.#revert();
    const count = STEPS[event.key];
    if (count === undefined || event.altKey || event.ctrlKey || event.metaKey || !this.#axis) return undefined;
    event.preventDefault();
    event.stopPropagation();
    const { bounds } = this.#axis;
    const sides = this.#sides();
    const moved = name === "body" ? move(bounds, sides, count) : moveSide(bounds, sides, name, hop(bounds, sides[name], count));
    this.#isUnsettled = true;
    return this.#change(moved, { settled: false });
  }

  #settle() {
    if (!this.#isUnsettled) return;
    this.#isUnsettled = false;
    this.#change(this.#whole(this.#window), { settled: true });
  }

  #change(window, { settled }) {
    const isSame = window?.start === this.#window?.start && window?.end === this.#window?.end;
    this.#window = window;
    this.#draw();
    if (settled || !isSame) this.#onWindow(window, { settled });
  }

  /** None where it holds everything. */
  #whole(window) {
    const { bounds } = this.#axis;
    return window && window.start <= bounds[0] && window.end >= bounds.at(-1) ? null : window;
  }

  #pixels(event) {
    return event.clientX - this.#plot.getBoundingClientRect().left;
  }

  #draw() {
    const { body, start, end } = this.#grips;
    const isThere = this.#axis !== null;
    start.hidden = end.hidden = !isThere;
    body.hidden = !isThere || this.#window === null;
    if (!isThere) return;
    const { bounds, pixel } = this.#axis;
    const sides = this.#sides();
    const [left, right] = [pixel(sides.start), pixel(sides.end)];
    body.style.left = `${left}px`;
    body.style.width = `${Math.max(right - left, 1)}px`;
    start.style.left = `${left - OUTWARD}px`;
    end.style.left = `${right - INWARD}px`;
    const { from, to } = writeSides(sides);
    const [first, last] = [bounds[0], bounds.at(-1)];
    describe(start, first, Math.max(bounds[Math.max(above(bounds, sides.end) - 1, 0)], first), sides.start, from);
    describe(end, bounds[Math.min(below(bounds, sides.start) + 1, bounds.length - 1)], last, sides.end, to);
    describe(body, first, Math.max(last - (sides.end - sides.start), first), sides.start, nameWindow(sides));
    this.#onDraw({ left, right, window: this.#window && sides });
  }
}

function makeGrip(name, label) {
  const told = { role: "slider", tabindex: 0, "aria-label": label, "data-grip": name };
  return make("div", { class: `overview-grip overview-${name}`, ...told });
}

/** Values of a slider are seconds; one that lies outside of what can be reached is told as the nearest, in words as it is. */
function describe(grip, least, most, value, text) {
  grip.setAttribute("aria-valuemin", least);
  grip.setAttribute("aria-valuemax", most);
  grip.setAttribute("aria-valuenow", Math.min(Math.max(value, least), most));
  grip.setAttribute("aria-valuetext", text);
}
