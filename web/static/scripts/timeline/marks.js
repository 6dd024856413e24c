/**
 * One mark as SVG: a solid bar for the certain span, a hatched one for the possible, an arrow for an open side; hollow, dashed,
 * struck or doubled by its status. A cluster is a box with a count.
 *
 * A mark's group stands at the left of its body and in the middle of its row; `place` changes only what has changed.
 */

import { draw } from "../nodes.js";
import { extent } from "./layout.js";
import { cutWords } from "./measuring.js";
import { describe, nameOf, sayEvents, titleOf } from "./wording.js";

const BODY = 10;
const ARROW = 7;

export class DrawnMark {
  #parts = {};
  #drawn = "";
  #placed = "";
  #title = null;
  #titleAt = 0;
  #titleX = null;

  /** @param {import("./layout.js").Mark} mark @param {{unit: number, hatch: string, measure: Function, isSelected: boolean}} look */
  constructor(mark, look) {
    this.mark = mark;
    this.look = look;
    this.node = draw("g", { class: this.#classes(), role: "button", tabindex: "-1", "aria-label": this.#name() });
    if (mark.event) this.node.dataset.id = mark.event.id;
    else this.node.dataset.count = mark.events.length;
    this.#build();
  }

  select(isSelected) {
    this.look = { ...this.look, isSelected };
    this.node.setAttribute("class", this.#classes());
    if (isSelected) this.node.setAttribute("aria-current", "true");
    else this.node.removeAttribute("aria-current");
    this.#parts.possible?.setAttribute("fill", `url(#${this.#hatch()})`);
  }

  /**
   * Puts the mark where it belongs. All in pixels from the origin of the drawing.
   * @param {{scale: number, origin: number, top: number, left: number, right: number}} to what lies left of `left` and right of
   *   `right` is not drawn; `origin` is the second at which the drawing's pixels begin
   */
  place({ scale, origin, top, left, right }) {
    const { mark, look: { unit } } = this;
    const [start, end] = extent({ ...mark, from: mark.from - origin, to: mark.to - origin }, scale, unit);
    this.start = Math.max(start, left);
    this.end = Math.min(end, right);
    const placed = `translate(${round(this.start)} ${round(top)})`;
    if (placed !== this.#placed) this.node.setAttribute("transform", (this.#placed = placed));
    const width = round(this.end - this.start);
    const solid = mark.shape.solid && this.#solid(scale, origin, mark.shape.solid, start, end);
    const drawn = `${width} ${solid ?? ""} ${start < left} ${end > right}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (mark.isNarrow) this.#shapeBox(width);
    else this.#shape(width, solid, start < left, end > right);
  }

  /** Keeps the title in sight: inside a long bar it moves along, and everywhere it is cut where the window ends. */
  keepTitleIn(left, right) {
    const { ground, label } = this.#parts;
    if (!label) return;
    if (ground) return this.#keepInside(left, right);
    const { unit } = this.look;
    const { text, width, side } = this.mark.label;
    const isSeen = this.end > left && this.start < right;
    const room = side === "after" ? right - this.start - this.#titleAt : this.start - left - 6 * unit;
    const whole = !isSeen ? { text: "", width } : room >= width ? { text, width } : this.#cut(text, room);
    if (whole.text !== this.#title) label.textContent = this.#title = whole.text;
    const x = side === "after" ? this.#titleAt : -6 * unit - whole.width;
    if (x !== this.#titleX) label.setAttribute("x", round((this.#titleX = x)));
  }

  /** With some of the bar to be seen on both sides, so that it is seen to lie in it. */
  #keepInside(left, right) {
    const { ground, label } = this.#parts;
    const { unit } = this.look;
    const { text, width } = this.mark.label ?? { text: String(this.mark.events.length), width: this.countWidth };
    const [start, end] = [Math.max(this.start, left), Math.min(this.end, right)];
    const margin = Math.min(Math.max((end - start - width) / 2, (this.mark.label ? 12 : 6) * unit), 24 * unit);
    const room = end - start - 2 * margin;
    const whole = room >= width ? { text, width } : this.mark.label ? this.#cut(text, room) : { text: "", width: 0 };
    if (whole.text !== this.#title) label.textContent = this.#title = whole.text;
    label.setAttribute("x", round(start + margin - this.start));
    ground.setAttribute("x", round(start + margin - this.start - 6 * unit));
    ground.setAttribute("width", whole.text ? round(whole.width + 12 * unit) : 0);
  }

  #cut(text, room) {
    const { measure, unit } = this.look;
    if (room < 20 * unit) return { text: "", width: 0 };
    const words = text.replace(/…$/, "");
    const isMore = words !== text && measure(words) <= room;
    return cutWords(words, isMore ? measure(words) - 1 : room, measure);
  }

  #classes() {
    const { event, isCluster, isNarrow } = this.mark;
    if (isCluster) return `mark cluster${isNarrow ? " is-narrow" : ""}${this.look.isSelected ? " is-selected" : ""}`;
    const kinds = ["mark", `is-${event.status}`];
    if (event.time.confidence < 0.5) kinds.push("is-doubtful");
    if (event.conflicts.length) kinds.push("has-conflict");
    if (event.pinned) kinds.push("is-pinned");
    if (this.look.isSelected) kinds.push("is-selected");
    return kinds.join(" ");
  }

  #hatch() {
    const kind = this.mark.event?.time.confidence < 0.5 ? "doubtful" : "plain";
    return `${this.look.hatch}-${this.look.isSelected ? "selected" : kind}`;
  }

  #name() {
    const { event, events, from, to } = this.mark;
    if (event) return nameOf(event);
    return sayEvents(events.length, { start: from, end: Math.max(to, from + 1) });
  }

  #build() {
    const { mark, look: { unit, isSelected } } = this;
    const parts = this.#parts;
    const add = (name, kind, attributes, text) => this.node.appendChild(draw(name, { class: kind, ...attributes }, text));
    parts.hit = add("rect", "mark-hit", { y: -12 * unit, height: 24 * unit });
    if (mark.isNarrow) {
      parts.box = add("rect", "cluster-box", { y: -9 * unit, height: 18 * unit });
      parts.count = add("text", "cluster-count", { y: 4.25 * unit, "text-anchor": "middle" }, String(mark.events.length));
    } else {
      const { shape } = mark;
      if (shape.isHatched) parts.possible = add("path", "span-possible");
      if (shape.solid) parts.certain = add("path", "span-certain");
      if (shape.isOpenBefore || shape.isOpenAfter) parts.arrow = add("path", "span-open");
      if (mark.event?.status === "denied") parts.strike = add("path", "strike");
      if (mark.event?.conflicts.length) parts.sign = add("text", "conflict-sign", { y: 4.5 * unit }, "≠");
      const text = mark.event ? mark.label?.text : String(mark.events.length);
      if (text && (mark.label?.side === "inside" || mark.isCluster)) {
        this.countWidth = mark.event ? mark.label.width : text.length * 7.5 * unit;
        parts.ground = add("rect", "label-ground", { y: -9 * unit, height: 18 * unit });
      }
      if (text) parts.label = add("text", mark.event ? "mark-label" : "cluster-count", { y: 4.25 * unit }, text);
    }
    if (isSelected) this.select(true);
    else parts.possible?.setAttribute("fill", `url(#${this.#hatch()})`);
  }

  /** Where the certain span lies in the body; one that fills the body but for a hair fills it. */
  #solid(scale, origin, solid, start, end) {
    if (!this.mark.shape.isHatched) return `0 ${round(this.end - this.start)}`;
    const from = solid.start === -Infinity ? start : (solid.start - origin) * scale;
    const to = solid.end === Infinity ? end : (solid.end - origin) * scale;
    const left = Math.max(from, this.start);
    return `${round(left - this.start)} ${round(Math.max(Math.min(to, this.end) - left, 1.5))}`;
  }

  #shape(width, solid, isCutLeft, isCutRight) {
    const { mark: { shape, event, label }, look: { unit } } = this;
    const parts = this.#parts;
    const arrow = ARROW * unit;
    const before = shape.isOpenBefore && !isCutLeft ? arrow : 0;
    const after = shape.isOpenAfter && !isCutRight ? arrow : 0;
    parts.possible?.setAttribute("d", band(before, width - before - after, event?.status, unit));
    if (solid) {
      const [from, length] = solid.split(" ").map(Number);
      const [left, right] = [Math.max(from, before), Math.min(from + length, width - after)];
      parts.certain.setAttribute("d", band(left, Math.max(right - left, 1.5), event?.status, unit));
    }
    const heads = (before ? head(arrow, 0, unit) : "") + (after ? head(width - arrow, width, unit) : "");
    parts.arrow?.setAttribute("d", heads);
    parts.strike?.setAttribute("d", `M${round(-4 * unit)} 0H${round(width + 4 * unit)}`);
    let end = width;
    if (parts.sign) {
      parts.sign.setAttribute("x", round(end + 4 * unit));
      end += 14 * unit;
    }
    let start = 0;
    if (parts.label && !parts.ground) {
      this.#titleAt = end + 6 * unit;
      if (label.side === "before") start = -6 * unit - label.width;
      else end += 6 * unit + label.width;
    }
    this.#reach(start, end);
  }

  #shapeBox(width) {
    const { mark, look: { unit } } = this;
    const box = Math.max(18, 9 + 7 * String(mark.events.length).length) * unit;
    const centre = width / 2;
    this.#parts.box.setAttribute("x", round(centre - box / 2));
    this.#parts.box.setAttribute("width", round(box));
    this.#parts.count.setAttribute("x", round(centre));
    this.#reach(centre - box / 2, centre + box / 2);
  }

  /** What can be hit is never smaller than 24 pixels. */
  #reach(start, end) {
    const lacking = Math.max(24 * this.look.unit - (end - start), 0) / 2;
    const around = lacking || 4 * this.look.unit;
    this.#parts.hit.setAttribute("x", round(start - around));
    this.#parts.hit.setAttribute("width", round(end - start + 2 * around));
  }
}

/** What the mark is, for the tooltip: a title and what is known of it. @returns {[string, string]} */
export function tellOf(mark) {
  if (mark.event) return [titleOf(mark.event), describe(mark.event)];
  return [sayEvents(mark.events.length, { start: mark.from, end: mark.to }), ""];
}

/** A bar; hollow ones leave room for their outline, and what goes on is a double line. */
function band(x, width, status, unit) {
  const [height, left] = [BODY * unit, round(x)];
  if (status === "ongoing") {
    const bar = (y) => `M${left} ${round(y)}h${round(width)}v${3.6 * unit}h${round(-width)}z`;
    return bar(-height / 2) + bar(height / 2 - 3.6 * unit);
  }
  const inset = status === "possible" || status === "scheduled" || status === "denied" ? 0.75 : 0;
  const inner = round(Math.max(width - 2 * inset, 0.5));
  return `M${round(x + inset)} ${-height / 2 + inset}h${inner}v${height - 2 * inset}h${-inner}z`;
}

function head(base, tip, unit) {
  return `M${round(base)} ${-6 * unit}L${round(tip)} 0L${round(base)} ${6 * unit}z`;
}

function round(number) {
  return Math.round(number * 100) / 100;
}
