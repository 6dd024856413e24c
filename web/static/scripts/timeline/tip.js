/** The tooltip of a mark. */

import { make } from "../nodes.js";
import { tellOf } from "./marks.js";

/** A tooltip: it stays while the pointer is over the mark or itself, and goes with Esc. It says nothing that the name does not. */
export class Tip {
  #wait = null;

  constructor(frame) {
    this.frame = frame;
    this.node = make("div", { class: "timeline-tip", "aria-hidden": "true", hidden: true });
    this.title = this.node.appendChild(make("div", { class: "timeline-tip-title" }));
    this.rest = this.node.appendChild(make("div", { class: "timeline-tip-rest" }));
    this.node.addEventListener("pointerenter", () => clearTimeout(this.#wait));
    this.node.addEventListener("pointerleave", () => this.hide());
    frame.append(this.node);
  }

  /** @param {{mark: any}} drawn @param {{left: number, right: number, top: number, width: number, unit: number}} at pixels of the frame */
  show(drawn, { left, right, top, width, unit }) {
    clearTimeout(this.#wait);
    this.shown = drawn;
    [this.title.textContent, this.rest.textContent] = tellOf(drawn.mark);
    this.node.hidden = false;
    const size = this.node.offsetWidth;
    const middle = (Math.max(left, 0) + Math.min(right, width)) / 2;
    const start = Math.max(Math.min(left < 0 ? middle - size / 2 : left - 8 * unit, width - size), 0);
    this.node.style.left = `${start}px`;
    const height = this.node.offsetHeight;
    const below = top + 12 * unit;
    const isAbove = below + height > this.frame.clientHeight && top - 12 * unit - height > -48 * unit;
    this.node.style.top = `${isAbove ? top - 12 * unit - height : below}px`;
  }

  hide(isSoon = false) {
    clearTimeout(this.#wait);
    const gone = () => {
      this.node.hidden = true;
      this.shown = null;
    };
    if (isSoon) this.#wait = setTimeout(gone, 120);
    else gone();
  }
}
