/**
 * All events in time, as bars, and the window of the timeline as a brush on them.
 *
 * Bars stand where their bins lie in time; heights are square roots of counts, so that one event is seen beside a thousand, and
 * lines at round counts say so. What lies for sure and wholly in a bin is solid, the rest hatched. Where a few events lie far
 * from all others, they have a bar of their own at the edge (overview/density.js). The bars are one picture with a sentence for
 * those who do not see it; the brush is three sliders (overview/brush.js).
 */

import { draw, make } from "../nodes.js";
import { count, number } from "../numbers.js";
import { Brush } from "./brush.js";
import { chooseLevels, condense, heightOf, listBounds, makeScale, pad } from "./density.js";
import { BARS, BASE, HEIGHT, INSET, TOP, build, drawAxis, drawBreaks, drawLevel, gutter } from "./drawing.js";
import { nameWindow, summarise, tell } from "./words.js";

const LEAST_BAR = 1.5;

let made = 0;

export class Overview {
  #onWindow;
  #parts;
  #brush;
  #hatch = `overview-hatch-${(made += 1)}`;
  #shown = { bins: [], unit: "day", layout: null, scale: null, width: 0 };
  #window = null;

  /**
   * @param {HTMLElement} element is filled
   * @param {{onWindow: (window: {start: number, end: number} | null, how: {settled: boolean}) => void,
   *   announce: (text: string) => void}} options
   */
  constructor(element, { onWindow, announce }) {
    this.#onWindow = onWindow;
    this.#parts = build(this.#hatch);
    element.replaceChildren(this.#parts.figure);
    this.#brush = new Brush(this.#parts.plot, { onWindow, announce, onDraw: (drawn) => this.#drawWindow(drawn) });
    this.#parts.all.addEventListener("click", () => this.#window && this.#brush.clear());
    this.#parts.plot.addEventListener("pointermove", (event) => this.#tellBin(event));
    this.#parts.plot.addEventListener("pointerleave", () => this.#tellWindow());
    new ResizeObserver(() => this.#draw()).observe(this.#parts.plot);
  }

  /**
   * @param {{bins: {start: number, end: number, events: number, certain: number}[], unit: string,
   *   window: {start: number | null, end: number | null} | null, note?: string}} what `note` is said in place of bars, where there
   *   are none: why
   */
  show({ bins, unit, window, note = "No event has a place in time." }) {
    const { figure, key } = this.#parts;
    if (bins !== this.#shown.bins || unit !== this.#shown.unit || !this.#shown.width) {
      this.#shown = { bins, unit, layout: bins.length ? pad(condense(bins), unit) : null, scale: null, width: 0 };
      figure.classList.toggle("is-empty", !bins.length);
      this.#parts.note.textContent = bins.length ? "" : note;
      key.textContent = `Events a ${unit}`;
      this.#draw();
    }
    this.#brush.set(window); // while a window is dragged nothing else changes
  }

  #draw() {
    const { svg, plot, bars, grid, axis } = this.#parts;
    const { bins, unit, layout } = this.#shown;
    const width = Math.floor(plot.clientWidth);
    if (!layout) this.#brush.place(null);
    if (!layout || !width || width === this.#shown.width) return;
    this.#shown.width = width;
    svg.setAttribute("width", width);
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    svg.setAttribute("aria-label", summarise(bins, unit, layout));
    const drawn = [layout.earlier, ...layout.bins, layout.later].filter(Boolean);
    const most = Math.max(...drawn.map(({ events }) => events));
    const levels = chooseLevels(most);
    const scale = makeScale(layout, width - 2 * INSET - gutter(levels));
    const pixel = (seconds) => INSET + scale.place(seconds);
    const sides = [INSET + scale.left, INSET + scale.right];
    this.#shown.scale = scale;
    bars.replaceChildren(...drawn.flatMap((bin) => this.#drawBar(bin, pixel, most)));
    grid.replaceChildren(...levels.flatMap((level) => drawLevel(level, most, sides[0], width - INSET)));
    axis.replaceChildren(...drawAxis(layout.dense, pixel, sides), ...drawBreaks(layout, sides, INSET + scale.width));
    this.#drawEdges(layout, pixel, most);
    this.#brush.place({ bounds: listBounds(layout, unit), pixel, time: (pixels) => scale.time(pixels - INSET) });
  }

  #drawBar({ start, end, events, certain }, pixel, most) {
    const [left, right] = [pixel(start), pixel(end)];
    const gap = right - left >= 5 ? 1 : right - left >= 3 ? 0.5 : 0;
    const bar = (name, number, fill) => {
      const height = number && Math.max(heightOf(number, most) * BARS, LEAST_BAR);
      return draw("rect", {
        class: `overview-${name}`, x: left, y: BASE - height, width: Math.max(right - left - gap, 1), height, fill,
        "data-start": start, "data-count": number,
      });
    };
    return [bar("possible", events, `url(#${this.#hatch})`), ...(certain ? [bar("certain", certain)] : [])];
  }

  #drawEdges({ earlier, later }, pixel, most) {
    for (const [button, edge, word] of [[this.#parts.earlier, earlier, "earlier"], [this.#parts.later, later, "later"]]) {
      button.hidden = !edge;
      if (!edge) continue;
      button.style.left = `${pixel(edge.start)}px`;
      button.style.width = `${pixel(edge.end) - pixel(edge.start)}px`;
      const counted = number(edge.events);
      button.style.paddingTop = `${BASE - heightOf(edge.events, most) * BARS - 20}px`;
      button.replaceChildren(make("span", {}, counted), " ", make("span", {}, word));
      button.setAttribute("aria-label", `${counted} ${word}: look at ${nameWindow(edge)}`);
      button.onclick = () => this.#onWindow({ start: edge.start, end: edge.end }, { settled: true });
    }
  }

  #drawWindow({ left, right, window }) {
    const { before, behind, frame, all } = this.#parts;
    const width = this.#shown.width;
    this.#window = window;
    before.setAttribute("width", window ? Math.max(left, 0) : 0);
    behind.setAttribute("x", right);
    behind.setAttribute("width", window ? Math.max(width - right, 0) : 0);
    frame.setAttribute("d", window ? `M${left},${BASE}V${TOP - 6}H${right}V${BASE}` : "");
    all.setAttribute("aria-disabled", window === null);
    this.#tellWindow();
  }

  /** Of the bin under the pointer. */
  #tellBin(event) {
    const { layout, unit, scale } = this.#shown;
    if (!layout || this.#brush.isDragging || event.pointerType === "touch") return;
    const x = event.clientX - this.#parts.plot.getBoundingClientRect().left - INSET;
    const under = ({ start, end }) => scale.place(start) <= x && x < scale.place(end);
    const bin = layout.bins.find(under);
    const edge = [layout.earlier, layout.later].find((each) => each && under(each));
    if (bin) this.#parts.readout.textContent = tell(bin, unit);
    else if (edge) this.#parts.readout.textContent = `${nameWindow(edge)}: ${count(edge.events, "event")}`;
    else this.#tellWindow();
  }

  #tellWindow() {
    this.#parts.readout.textContent = this.#window ? nameWindow(this.#window) : "";
  }
}
