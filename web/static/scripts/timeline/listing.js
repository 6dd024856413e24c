/** The small list of a cluster that stands over the drawing. */

import { make } from "../nodes.js";
import { count } from "../numbers.js";
import { describe, sayWindow, titleOf } from "./wording.js";

const MOST_LISTED = 200;

/** The events of a cluster that no zooming would part. */
export class Listing {
  /** @param {HTMLElement} frame @param {(id: string) => void} onOpen @param {() => void} onClose */
  constructor(frame, onOpen, onClose) {
    this.node = make("div", { class: "timeline-listing", role: "group", hidden: true });
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        onClose();
      }
      event.stopPropagation();
    });
    this.onOpen = onOpen;
    this.onClose = onClose;
    frame.append(this.node);
  }

  get isOpen() {
    return !this.node.hidden;
  }

  show(mark, { left, top, width, unit }) {
    const words = `${count(mark.events.length, "event")}, ${sayWindow({ start: mark.from, end: Math.max(mark.to, mark.from + 1) })}`;
    this.node.setAttribute("aria-label", words);
    const close = make("button", { type: "button", class: "timeline-listing-close" }, "Close");
    close.addEventListener("click", () => this.onClose());
    const head = make("div", { class: "timeline-listing-head" }, make("span", { class: "timeline-listing-title" }, words), close);
    const shown = [...mark.events].sort((one, other) => other.salience - one.salience).slice(0, MOST_LISTED);
    const list = make("ol", { class: "timeline-listing-events" }, ...shown.map((event) => this.#line(event)));
    this.node.replaceChildren(head, list);
    const leftOut = mark.events.length - shown.length;
    if (leftOut) this.node.append(make("p", { class: "timeline-listing-more" }, `${count(leftOut, "more event")}: see the list.`));
    this.node.hidden = false;
    const size = this.node.offsetWidth;
    this.node.style.left = `${Math.max(Math.min(left, width - size), 0)}px`;
    this.node.style.top = `${top + 14 * unit}px`;
    list.querySelector("button").focus({ preventScroll: false });
  }

  #line(event) {
    const open = make("button", { type: "button", class: "timeline-listing-open" }, titleOf(event));
    open.addEventListener("click", () => this.onOpen(event.id));
    const rest = make("span", { class: "timeline-listing-rest" }, describe(event));
    return make("li", { class: `timeline-listing-event is-${event.status}` }, open, rest);
  }

  close() {
    this.node.hidden = true;
    this.node.replaceChildren();
  }
}
