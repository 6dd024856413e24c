/**
 * The timeline of events: a drawing that zooms from millennia to hours, by pointer, wheel and keys.
 *
 *     const timeline = new Timeline(element, { onWindow(window, { settled }), onOpen(id), announce(text) });
 *     timeline.show({ events, window, lanes, selected });
 *
 * `window` is `{start, end}` in seconds, or null where all events are to be seen; `onWindow` is given the same: null when
 * somebody asks to see all. While a gesture goes on it is called with `settled: false`; at the end, once, with a window that is
 * rounded to what can be seen, and `settled: true`. `lanes` is "none", "participant", "place" or "type".
 */

import { roundWindow } from "../calendar.js";
import { Drawing } from "./drawing.js";
import { build, say } from "./frame.js";
import { listen } from "./gestures.js";
import { divide } from "./lanes.js";
import { Layouts } from "./layouts.js";
import { Listing } from "./listing.js";
import { measuring } from "./measuring.js";
import { Motion } from "./motion.js";
import { countReaching, isOneTime, prepare } from "./preparing.js";
import { extreme, nearest, neighbour } from "./stops.js";
import { Tip } from "./tip.js";
import * as view from "./view.js";
import { sayEvents, sayUndrawn } from "./wording.js";

const STEP = 1.6;
const MOVING = new Set(["+", "=", "-", "−"]);

export class Timeline {
  #on;
  #events = null;
  #items = [];
  #by = "none";
  #selected = null;
  #window = null;
  #isFit = true;
  #isBusy = false;
  #lanes = [];
  #layouts = null;
  #all = null;
  #rows = [];
  #roving = null;
  #clicked = {};
  #frame = 0;
  #motion = new Motion();
  #missing = { undated: 0, far: 0 };

  /**
   * @param {HTMLElement} element
   * @param {{onWindow?: Function, onOpen?: Function, announce?: Function, isStill?: boolean, rows?: number}} on one that `isStill` takes
   *   no gesture and has no buttons: its window is the one that it is shown; `rows` are the most of a lane
   */
  constructor(element, { onWindow = () => {}, onOpen = () => {}, announce = () => {}, isStill = false, rows } = {}) {
    this.#on = { onWindow, onOpen, announce, isStill, rows };
    this.drawing = new Drawing();
    this.#build(element);
    if (!isStill) listen(this.frame, {
      begin: () => this.#begin(),
      panBy: (pixels) => this.#panBy(pixels),
      zoomBy: (factor, x) => this.#zoomBy(factor, this.drawing.timeAt(x, this.#window)),
      settle: () => this.#settle(),
      hasFocus: () => this.frame.contains(document.activeElement),
    });
    this.frame.addEventListener("keydown", (event) => this.#press(event));
    this.frame.addEventListener("click", (event) => this.#click(event));
    this.frame.addEventListener("pointerover", (event) => this.#hover(event));
    this.frame.addEventListener("pointerout", () => this.tip.hide(true));
    this.frame.addEventListener("focusin", (event) => this.#focus(event));
    this.frame.addEventListener("focusout", () => this.#blur());
    new ResizeObserver(() => this.#resize()).observe(element);
    document.fonts?.ready.then(() => this.#forget());
  }

  /** @param {{events: any[], window: {start: number, end: number} | null, lanes: string, selected: string | null}} shown */
  show({ events, window = null, lanes = "none", selected = null }) {
    const isNew = events !== this.#events || lanes !== this.#by;
    if (isNew || selected !== this.#selected) this.drawing.forget();
    this.#selected = selected;
    if (isNew) this.#take(events, lanes);
    if (this.#isBusy) return this.#schedule(); // a gesture says itself where it is, once a frame
    this.#isFit = window === null;
    this.#window = window ? view.clamp(window) : this.#all;
    this.#render();
    this.#sayUndrawn();
  }

  #take(events, lanes) {
    this.#events = events;
    this.#by = lanes;
    const { items, undated, all, far } = prepare(events);
    [this.#items, this.#all, this.#missing] = [items, all, { undated, far }];
    this.#close();
    this.#resize(true);
  }

  #sayUndrawn() {
    const reaching = this.#window ? countReaching(this.#items, this.#window, this.drawing) : 0;
    say(this.undrawn, sayUndrawn({ ...this.#missing, reaching }));
  }

  #build(element) {
    this.element = element;
    const act = { zoomOut: () => this.#zoomAround(STEP), zoomIn: () => this.#zoomAround(1 / STEP), fit: () => this.#fit() };
    Object.assign(this, build(element, this.drawing, this.#on.isStill ? null : act));
    this.tip = new Tip(this.frame);
    this.listing = new Listing(this.frame, (id) => this.#on.onOpen(id), () => this.#close(true));
  }

  #resize(isNew = false) {
    const root = getComputedStyle(document.documentElement);
    const unit = Number.parseFloat(root.fontSize) / 16 || 1;
    const width = this.element.clientWidth;
    if (!width || (!isNew && width === this.drawing.width && unit === this.drawing.unit)) return;
    this.drawing.resize(width, unit, this.#by !== "none");
    this.#lanes = divide(this.#items, this.#by, this.drawing.isNarrow ? 4 : 6);
    this.#forget();
  }

  #forget() {
    if (!this.drawing.width) return;
    this.#rows = [];
    this.drawing.forget();
    this.measure = measuring(this.frame);
    this.#layouts = new Layouts(this.#lanes, { unit: this.drawing.unit, measure: this.measure, view: this.#all ?? undefined }, this.#on.rows);
    this.#schedule();
  }

  #schedule() {
    this.#frame ||= requestAnimationFrame(() => this.#render());
  }

  #render() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const isEmpty = !this.#window;
    this.empty.hidden = !isEmpty || this.#events === null;
    this.element.classList.toggle("is-empty", !this.empty.hidden);
    this.frame.hidden = isEmpty;
    if (isEmpty || !this.drawing.width) return;
    const { drawing } = this;
    const scale = drawing.plot / (this.#window.end - this.#window.start);
    const laid = this.#isBusy ? this.#layouts.near(scale) : this.#layouts.at(scale);
    this.#layouts.prepare(scale, () => this.#schedule());
    if (laid !== this.laid) drawing.forget();
    this.laid = laid;
    this.#rows = this.#makeRoom(laid.rows);
    drawing.arrange(this.#lanes.map(({ name, items }, lane) => ({ name, count: items.length, rows: this.#rows[lane] })), this.measure);
    const focused = document.activeElement;
    const hadFocus = this.frame.contains(focused) && focused.matches(".mark");
    drawing.draw(this.#window, laid.marks, new Set(this.#selected === null ? [] : [this.#selected]));
    if (hadFocus && !this.frame.contains(document.activeElement)) this.#refocus();
    this.#rove();
  }

  /** Lanes keep the rows that they have had, so that what is below does not jump; they begin with those that all events need. */
  #makeRoom(rows) {
    if (this.#rows.length || !this.#all) return rows.map((number, lane) => Math.max(number, this.#rows[lane] ?? 0));
    const whole = this.#layouts.at(this.drawing.plot / (this.#all.end - this.#all.start)).rows;
    return rows.map((number, lane) => Math.max(number, whole[lane], this.#by === "none" ? 4 : 1));
  }

  #begin() {
    this.#motion.stop();
    this.#isBusy = true;
    this.tip.hide();
    this.#close();
  }

  #panBy(pixels) {
    this.#set(view.pan(this.#window, (pixels / this.drawing.plot) * (this.#window.end - this.#window.start)));
  }

  #zoomBy(factor, around) {
    const zoomed = view.zoom(this.#window, factor, around);
    if (view.isSame(zoomed, this.#window)) return false;
    this.#set(zoomed);
    return true;
  }

  #set(window) {
    this.#window = window;
    this.#isFit = false;
    this.#schedule();
    this.#on.onWindow({ ...window }, { settled: false });
  }

  #settle(isQuiet = false) {
    this.#isBusy = false;
    if (!this.#isFit) this.#window = roundWindow(this.#window);
    this.#render();
    if (!isQuiet) this.#on.announce(sayEvents(this.#count(), this.#window));
    this.#on.onWindow(this.#isFit ? null : { ...this.#window }, { settled: true });
  }

  #fit() {
    if (this.#all) this.#zoomTo(this.#all, true);
  }

  #zoomTo(target, isFit = false) {
    if (!this.#window) return;
    this.#begin();
    const end = () => {
      this.#isFit = isFit;
      this.#settle();
    };
    this.#motion.go(this.#window, target, { set: (window) => this.#set(window), end });
  }

  #zoomAround(factor, drawn = null) {
    if (!this.#window) return;
    const { start, end } = this.#window;
    const middle = drawn ? (drawn.mark.from + drawn.mark.to) / 2 : (start + end) / 2;
    this.#zoomTo(view.zoom(this.#window, factor, Math.min(Math.max(middle, start), end)));
  }

  #count() {
    const ids = new Set();
    for (const { drawn } of this.drawing.visible()) for (const event of drawn.mark.events) ids.add(event.id);
    return ids.size;
  }

  #click(event) {
    this.#clicked = event;
    const drawn = this.drawing.at(event.target);
    if (drawn) this.#open(drawn);
    else if (!this.listing.node.contains(event.target)) {
      this.#close();
      this.frame.focus({ preventScroll: true });
    }
  }

  #open(drawn) {
    const { mark } = drawn;
    this.tip.hide();
    if (mark.event) return this.#on.onOpen(mark.event.id);
    const target = view.enclose(mark);
    const isParted = target.end - target.start < 0.7 * (this.#window.end - this.#window.start);
    this.#roving = drawn.node.dataset.key;
    if (isParted && !isOneTime(mark.events) && !this.#on.isStill) return this.#zoomTo(target);
    this.opened = drawn.node.dataset.key;
    const { unit, width, shift } = this.drawing;
    return this.listing.show(mark, { left: Math.max(drawn.start + shift, 0), top: drawn.top, width, unit });
  }

  #close(isBack = false) {
    if (!this.listing?.isOpen) return;
    this.listing.close();
    const drawn = this.drawing.find(this.opened);
    if (isBack) (drawn?.node ?? this.frame).focus({ preventScroll: true });
  }

  #hover(event) {
    const drawn = this.drawing.at(event.target);
    const isStill = event.clientX === this.#clicked.clientX && event.clientY === this.#clicked.clientY; // marks moved beneath it
    if (drawn && !isStill && !this.#isBusy && event.pointerType !== "touch") this.#tell(drawn);
  }

  #tell(drawn) {
    const { unit, width, shift } = this.drawing;
    this.tip.show(drawn, { left: drawn.start + shift, right: drawn.end + shift, top: drawn.top, width, unit });
  }

  #focus(event) {
    const drawn = this.drawing.at(event.target);
    if (!drawn) return;
    this.#roving = drawn.node.dataset.key;
    this.#rove();
    if (drawn.node.matches(":focus-visible") && !this.#isBusy) this.#tell(drawn);
  }

  #blur() {
    this.drawing.encircle(null);
    this.tip.hide();
  }

  /** One mark is in the order of Tab: the one last focused, else the first that is seen; the timeline itself where none is. */
  #rove() {
    const visible = this.drawing.visible();
    const stop = visible.find(({ key }) => key === this.#roving) ?? extreme(visible, -1);
    for (const node of this.frame.querySelectorAll('.mark[tabindex="0"]')) if (node !== stop?.drawn.node) node.setAttribute("tabindex", "-1");
    stop?.drawn.node.setAttribute("tabindex", "0");
    this.frame.setAttribute("tabindex", stop ? "-1" : "0");
    const focused = this.drawing.at(document.activeElement);
    this.drawing.encircle(focused?.node.matches(":focus-visible") ? focused : null);
  }

  /** Focus that was on a mark that is there no more goes to the mark that holds its event, or to the whole. */
  #refocus() {
    const id = this.#roving?.slice(this.#roving.lastIndexOf(" ") + 1);
    const holder = this.drawing.visible().find(({ drawn }) => drawn.mark.events.some((event) => event.id === id));
    (holder?.drawn.node ?? this.frame).focus({ preventScroll: true });
  }

  #press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !this.#window) return;
    const drawn = this.drawing.at(document.activeElement);
    const act = {
      ArrowLeft: () => this.#step(drawn, -1, event.shiftKey),
      ArrowRight: () => this.#step(drawn, 1, event.shiftKey),
      ArrowUp: () => drawn && this.#go(nearest(this.drawing.visible(), this.drawing.placeOf(drawn), -1)),
      ArrowDown: () => drawn && this.#go(nearest(this.drawing.visible(), this.drawing.placeOf(drawn), 1)),
      Home: () => this.#go(extreme(this.drawing.visible(), -1)),
      End: () => this.#go(extreme(this.drawing.visible(), 1)),
      "+": () => this.#zoomAround(1 / STEP, drawn),
      "=": () => this.#zoomAround(1 / STEP, drawn),
      "-": () => this.#zoomAround(STEP, drawn),
      "−": () => this.#zoomAround(STEP, drawn),
      Enter: () => drawn && this.#open(drawn),
      " ": () => drawn && this.#open(drawn),
      Escape: () => this.#leave(),
    }[event.key];
    if (!act || (this.#on.isStill && MOVING.has(event.key))) return;
    event.preventDefault();
    act();
  }

  #leave() {
    this.#close();
    this.tip.hide();
    this.frame.setAttribute("tabindex", "-1");
    this.frame.focus({ preventScroll: true });
  }

  #go(found) {
    found?.drawn.node.focus({ preventScroll: true });
  }

  /** To the next or previous mark in time, and the window with it; with Shift only the window. */
  #step(drawn, step, isPan) {
    const length = this.#window.end - this.#window.start;
    if (isPan) return this.#on.isStill ? undefined : this.#zoomTo(view.pan(this.#window, step * length * 0.25));
    if (!drawn) return this.#go(extreme(this.drawing.visible(), step < 0 ? 1 : -1));
    const stop = neighbour(this.laid.stops, drawn.node.dataset.key, step);
    if (!stop) return undefined;
    const { mark, key } = stop;
    const margin = this.#on.isStill ? 0 : length * 0.02;
    const isOutside = mark.to < this.#window.start + margin || mark.from > this.#window.end - margin;
    if (isOutside && this.#on.isStill) return undefined;
    if (isOutside) {
      const target = mark.to < this.#window.start + margin ? mark.to - length * 0.75 : mark.from - length * 0.25;
      this.#isBusy = true;
      this.#set(view.clamp({ start: target, end: target + length }));
      this.#settle(true);
    }
    return this.drawing.find(key)?.node.focus({ preventScroll: true });
  }
}
