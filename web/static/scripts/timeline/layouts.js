/**
 * The layouts of all lanes at the scales that were looked at: each is made once, and the last few are kept. One of some thousand events
 * takes longer than a frame has, so those of the next scales are made when nothing else is to be done, and while a scale changes one
 * that holds for it will do.
 */

import { layOut, numberOf } from "./layout.js";
import { stops } from "./stops.js";

const KEPT = 16;
const ROWS = { few: 12, many: 8, lanes: 14 };
const FEW = 60;
const [COARSER, AHEAD] = [2, [0, 1, -1, 2, -2, 3]];
const whenIdle = globalThis.requestIdleCallback ?? ((call) => setTimeout(call, 50));

export class Layouts {
  #made = new Map();
  #next = null;

  /**
   * @param {{name: string | null, items: any[]}[]} lanes @param {{unit: number, measure: Function, view: object}} options as of `layOut`
   * @param {number} most rows of a lane, where there is to be less than there could be
   */
  constructor(lanes, options, most = Infinity) {
    this.lanes = lanes;
    this.options = options;
    const isOne = lanes.length === 1 && lanes[0].name === null;
    const rows = isOne ? (lanes[0].items.length > FEW ? ROWS.many : ROWS.few) : Math.max(2, Math.floor(ROWS.lanes / lanes.length));
    this.most = Math.min(rows, most);
  }

  /** @returns {{marks: any[][], rows: number[], stops: any[]}} by lane; `stops` are those of the keys */
  at(scale) {
    return this.#find(numberOf(scale)) ?? this.#make(numberOf(scale));
  }

  /** The same, or one of a somewhat smaller scale that is there already: a layout holds for larger ones, too. */
  near(scale) {
    const number = numberOf(scale);
    for (let coarser = 0; coarser <= COARSER; coarser++) {
      const known = this.#find(number - coarser);
      if (known) return known;
    }
    return this.#make(number);
  }

  /** Makes the layout of a scale and those beside it, one at a time, when there is time for it; `then` is called once the first is there. */
  prepare(scale, then) {
    const number = numberOf(scale);
    const isUnderWay = this.#next !== null;
    this.#next = { number, then };
    if (!isUnderWay) whenIdle(() => this.#prepare());
  }

  #prepare() {
    const { number, then } = this.#next;
    const missing = AHEAD.find((step) => !this.#made.has(number + step));
    this.#next = missing === undefined ? null : this.#next;
    if (missing === undefined) return;
    this.#make(number + missing);
    if (missing === 0) then();
    whenIdle(() => this.#prepare());
  }

  /** What is asked for again is kept longest. */
  #find(number) {
    const known = this.#made.get(number);
    if (known) this.#made.delete(number);
    if (known) this.#made.set(number, known);
    return known;
  }

  #make(number) {
    const laid = this.lanes.map((lane) => layOut(lane.items, { ...this.options, scale: 2 ** (number / 2), rows: this.most }));
    const marks = laid.map((lane) => lane.marks);
    let found = null;
    const made = {
      marks,
      rows: laid.map((lane) => lane.rows),
      get stops() {
        return (found ??= stops(marks));
      },
    };
    if (this.#made.size >= KEPT) this.#made.delete(this.#made.keys().next().value);
    this.#made.set(number, made);
    return made;
  }
}
