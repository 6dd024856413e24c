/**
 * The drawing: an SVG with the axis, the lanes and the marks that lie in the window, or near it.
 *
 * Panning moves one group; only when what has been drawn runs out are marks added and removed. A mark's element stays as long as
 * it looks the same, so that focus stays with it. Pixels are counted from an `origin` in seconds close to the window, since
 * SVG's numbers are too coarse to count hours in millennia.
 */

import { draw } from "../nodes.js";
import { Axis } from "./axis.js";
import { extent } from "./layout.js";
import { DrawnMark } from "./marks.js";
import { cut } from "./measuring.js";

const ROW = 24;
const LANE_ABOVE = 8;
const HEADING = 20;
const GUTTER = 148;
const [TOP, BOTTOM] = [42, 40];
const TALL = 230;
const OVER = 120;
const DRIFT = 20_000;
const NARROW = 620;
/** Pixels: farther than that from its span nothing of a mark is drawn, its title, sign and arrow in. */
const REACH = 480;

let made = 0;

export class Drawing {
  #drawn = new Map();
  #range = null;
  #origin = 0;
  #scale = 0;
  #lanes = [];

  constructor() {
    made += 1;
    this.id = `timeline-${made}`;
    this.svg = draw("svg", { class: "timeline-drawing", width: "100%", preserveAspectRatio: "xMinYMin", focusable: "false", role: "none" });
    this.clip = draw("rect");
    const clipPath = draw("clipPath", { id: `${this.id}-clip` });
    clipPath.append(this.clip);
    this.svg.append(hatches(this.id), clipPath);
    const [behind, front] = [draw("g", { "aria-hidden": "true" }), draw("g", { "aria-hidden": "true" })];
    this.headings = draw("g", { "aria-hidden": "true" });
    const plot = draw("g", { "clip-path": `url(#${this.id}-clip)` });
    this.marks = plot.appendChild(draw("g", { class: "timeline-marks" }));
    this.ring = plot.appendChild(draw("rect", { class: "focus-ring", visibility: "hidden", rx: 2 }));
    this.svg.append(behind, this.headings, front, plot);
    this.axis = new Axis(behind, front);
  }

  /** @param {number} width pixels of the whole @param {number} unit pixels of a sixteenth of a rem @param {boolean} hasLanes */
  resize(width, unit, hasLanes) {
    this.unit = unit;
    this.width = width;
    this.isNarrow = width < NARROW * unit;
    this.gutter = hasLanes && !this.isNarrow ? GUTTER * unit : 0;
    this.plot = Math.max(width - this.gutter, 1);
    this.forget();
  }

  /** What was drawn is drawn anew the next time. */
  forget() {
    this.#range = null;
  }

  /** @param {{name: string | null, count: number, rows: number}[]} lanes from top to bottom @param {Function} measure */
  arrange(lanes, measure) {
    this.measure = measure;
    const { unit } = this;
    const key = JSON.stringify([lanes, this.width, unit]);
    if (key === this.arranged) return;
    this.arranged = key;
    this.headings.replaceChildren();
    const isAbove = this.gutter === 0;
    let top = TOP * unit;
    this.#lanes = lanes.map(({ name, count, rows }, index) => {
      if (name !== null && index > 0) {
        this.headings.append(draw("path", { class: "lane-rule", d: `M0 ${top}H${this.width}` }));
      }
      const first = top + (name === null ? 10 : isAbove ? HEADING : LANE_ABOVE) * unit;
      if (name !== null) this.headings.append(this.#heading(name, count, isAbove ? top + 15 * unit : first + 16 * unit, measure));
      top = first + (Math.max(rows, 1) * ROW + (name === null ? 10 : LANE_ABOVE)) * unit;
      return { first, name };
    });
    this.bottom = top;
    this.isTwice = top - TOP * unit > TALL * unit;
    this.height = top + (this.isTwice ? BOTTOM : 1) * unit;
    this.svg.setAttribute("height", this.height);
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    for (const [key, value] of Object.entries({ x: this.gutter, y: TOP * unit, width: this.plot, height: top - TOP * unit })) {
      this.clip.setAttribute(key, value);
    }
    while (this.marks.children.length > lanes.length) this.marks.lastChild.remove();
    while (this.marks.children.length < lanes.length) this.marks.append(draw("g"));
    lanes.forEach(({ name }, index) => {
      const group = this.marks.children[index];
      if (name === null) for (const attribute of ["role", "aria-label"]) group.removeAttribute(attribute);
      else for (const [attribute, value] of [["role", "group"], ["aria-label", name]]) group.setAttribute(attribute, value);
    });
    this.forget();
  }

  /** @param {{start: number, end: number}} window @param {any[][]} lanes marks by lane @param {Set<string>} selected keys */
  draw(window, lanes, selected) {
    const scale = this.plot / (window.end - window.start);
    const isSameScale = Math.abs(scale / this.#scale - 1) < 1e-9; // a window that is moved is as long as it was, but for rounding
    if (!isSameScale || Math.abs(window.start - this.#origin) * scale > DRIFT) this.#range = null;
    if (this.#range === null) [this.#origin, this.#scale] = [window.start, scale];
    const left = (window.start - this.#origin) * scale;
    const over = OVER * this.unit;
    if (this.#range === null || left < this.#range[0] || left + this.plot > this.#range[1]) {
      this.#range = [left - over, left + this.plot + over];
      this.#reconcile(lanes, selected);
    }
    this.marks.setAttribute("transform", `translate(${Math.round((this.gutter - left) * 100) / 100} 0)`);
    this.shift = this.gutter - left;
    for (const drawn of this.#drawn.values()) drawn.keepTitleIn(left, left + this.plot);
    const { unit, gutter, plot, bottom, isTwice } = this;
    this.axis.draw(window, { left: gutter, width: plot, top: TOP * unit, bottom, unit, isTwice });
  }

  /** The second below a pixel of the element. */
  timeAt(x, window) {
    return window.start + ((x - this.gutter) / this.plot) * (window.end - window.start);
  }

  find(key) {
    return this.#drawn.get(key) ?? null;
  }

  /** The drawn mark to which an element belongs. */
  at(node) {
    const group = node?.closest?.(".mark");
    return group ? (this.#drawn.get(group.dataset.key) ?? null) : null;
  }

  /** Those that can be seen, with the pixels they cover in the element. */
  visible() {
    const found = [];
    for (const [key, drawn] of this.#drawn) {
      const [start, end] = [drawn.start + this.shift, drawn.end + this.shift];
      if (end > this.gutter && start < this.width) found.push({ key, drawn, start, end, top: drawn.top });
    }
    return found;
  }

  /** The pixels that a drawn mark covers in the element. */
  placeOf({ start, end, top }) {
    return { start: start + this.shift, end: end + this.shift, top };
  }

  /** Draws the ring of focus around a mark, or hides it. */
  encircle(drawn) {
    this.ring.setAttribute("visibility", drawn ? "visible" : "hidden");
    if (!drawn) return;
    const { unit } = this;
    const hit = drawn.node.querySelector(".mark-hit");
    const [x, width] = [Number(hit.getAttribute("x")), Number(hit.getAttribute("width"))];
    const left = Math.max(drawn.start + this.shift + x, this.gutter + 2);
    const right = Math.min(drawn.start + this.shift + x + width, this.width - 2);
    const ring = { x: left, y: drawn.top - 11.5 * unit, width: Math.max(right - left, 4), height: 23 * unit };
    for (const [key, value] of Object.entries(ring)) this.ring.setAttribute(key, value);
  }

  #reconcile(lanes, selected) {
    const { unit } = this;
    const [left, right] = this.#range;
    const [scale, origin] = [this.#scale, this.#origin];
    const kept = new Map();
    lanes.forEach((marks, index) => {
      const group = this.marks.children[index];
      let next = group.firstChild;
      for (const mark of marks) {
        if ((mark.from - origin) * scale > right + REACH * unit) break; // they are in the order of time
        if ((mark.to - origin) * scale < left - REACH * unit) continue;
        const [start, end] = extent({ shape: mark.shape, from: mark.from - origin, to: mark.to - origin }, scale, unit);
        const beside = mark.label && mark.label.side !== "inside" ? mark.label.width + 24 * unit : 24 * unit;
        if (end + beside < left || start - beside > right) continue;
        const key = `${index} ${mark.key}`;
        const drawn = this.#reuse(key, mark, selected.has(mark.key) || mark.events.some((event) => selected.has(event.id)));
        drawn.top = this.#lanes[index].first + (mark.row + 0.5) * ROW * unit;
        drawn.lane = index;
        drawn.place({ scale, origin, top: drawn.top, left: left - 40 * unit, right: right + 40 * unit });
        if (drawn.node === next) next = next.nextSibling;
        else group.insertBefore(drawn.node, next);
        kept.set(key, drawn);
      }
    });
    const focused = document.activeElement;
    for (const [key, drawn] of this.#drawn) {
      if (kept.get(key) === drawn) continue;
      const again = kept.get(key);
      if (again && drawn.node === focused) again.node.focus({ preventScroll: true });
      drawn.node.remove();
    }
    this.#drawn = kept;
  }

  #reuse(key, mark, isSelected) {
    const before = this.#drawn.get(key);
    if (before && looksSame(before.mark, mark) && before.look.unit === this.unit) {
      before.mark = mark;
      if (before.look.isSelected !== isSelected) before.select(isSelected);
      return before;
    }
    const drawn = new DrawnMark(mark, { unit: this.unit, hatch: `${this.id}-hatch`, measure: this.measure, isSelected });
    drawn.node.dataset.key = key;
    return drawn;
  }

  #heading(name, count, y, measure) {
    const heading = draw("text", { class: "lane-name", x: 0, y });
    const number = ` ${count}`;
    const room = (this.gutter || this.width) - 16 * this.unit - measure(number);
    heading.append(cut(name, room, measure).text, draw("tspan", { class: "lane-count", dx: 5 * this.unit }, String(count)));
    heading.append(draw("title", {}, name));
    return heading;
  }
}

function looksSame(left, right) {
  if (left.event !== right.event || left.isNarrow !== right.isNarrow || left.events.length !== right.events.length) return false;
  return left.label?.text === right.label?.text && left.label?.side === right.label?.side;
}

/** Three hatchings: a pattern takes its colour from itself, not from the mark that it fills. */
function hatches(id) {
  const defs = draw("defs");
  for (const kind of ["plain", "doubtful", "selected"]) {
    const pattern = draw("pattern", {
      id: `${id}-hatch-${kind}`, class: `hatch hatch-${kind}`, width: 4.5, height: 4.5,
      patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
    });
    pattern.append(draw("path", { d: "M1 -1V6" }));
    defs.append(pattern);
  }
  return defs;
}
