/** The axis of time: labels and what they leave out above the lanes, again below them where they are tall, and lines between. */

import { draw } from "../nodes.js";
import { ticks } from "../ticks.js";

export class Axis {
  #labels = [];

  /** @param {SVGElement} behind where lines go @param {SVGElement} front where words go */
  constructor(behind, front) {
    this.front = front;
    this.grid = behind.appendChild(draw("path", { class: "axis-grid" }));
    this.minor = behind.appendChild(draw("path", { class: "axis-minor" }));
    this.lines = behind.appendChild(draw("path", { class: "axis-line" }));
  }

  /** @param {{start: number, end: number}} window @param {{left: number, width: number, top: number, bottom: number, unit: number, isTwice: boolean}} room */
  draw({ start, end }, { left, width, top, bottom, unit, isTwice }) {
    const { major, minor, contexts } = ticks(start, end, width / unit);
    const x = (at) => Math.round((left + ((at - start) / (end - start)) * width) * 10) / 10;
    const edge = left + width;
    const line = (at) => `M${x(at)} ${top}V${bottom}`;
    this.grid.setAttribute("d", major.map((tick) => line(tick.at)).join(""));
    const small = (at) => `M${x(at)} ${top}v${4 * unit}` + (isTwice ? `M${x(at)} ${bottom}v${-4 * unit}` : "");
    this.minor.setAttribute("d", minor.map(small).join(""));
    this.lines.setAttribute("d", `M${left} ${top}H${edge}M${left} ${bottom}H${edge}`);
    const words = [];
    for (const tick of major) {
      const at = x(tick.at);
      if (at > edge - tick.label.length * 7 * unit - 4 * unit) continue;
      words.push(["axis-label", at + 3 * unit, top - 7 * unit, tick.label]);
      if (isTwice) words.push(["axis-label", at + 3 * unit, bottom + 16 * unit, tick.label]);
    }
    for (const context of contexts) {
      const at = Math.max(x(context.at), left);
      if (at > edge - context.label.length * 7.5 * unit) continue;
      words.push(["axis-context", at + 3 * unit, top - 23 * unit, context.label]);
      if (isTwice) words.push(["axis-context", at + 3 * unit, bottom + 32 * unit, context.label]);
    }
    this.#write(words);
  }

  #write(words) {
    while (this.#labels.length > words.length) this.#labels.pop().remove();
    while (this.#labels.length < words.length) this.#labels.push(this.front.appendChild(draw("text")));
    words.forEach(([kind, x, y, text], index) => {
      const label = this.#labels[index];
      label.setAttribute("class", kind);
      label.setAttribute("x", Math.round(x * 10) / 10);
      label.setAttribute("y", y);
      if (label.textContent !== text) label.textContent = text;
    });
  }
}
