/**
 * Where the events of one lane are drawn at one scale: rows, titles, and clusters where they are too dense. Pure.
 *
 * 1. What is prominent takes its place first, with its title, in the upper rows.
 * 2. The others are gathered where they stand closer than marks can: few get a row each, many become one mark with a count.
 *    Of long ones, those of one and the same time are gathered.
 * 3. What found no row is gathered, too, in rows of its own at the bottom. So every event is in exactly one mark.
 * 4. Where room is left to the right of a mark, its title comes there; titles that were cut are given what is left beside them.
 *
 * Nothing depends on the window: panning moves the drawing, and changes nothing in it. A layout holds for its scale and for
 * larger ones, since distances only grow; `levelOf` says for which scale one is made.
 */

import { cutWords } from "./measuring.js";
import { Row } from "./rows.js";
import { reach } from "./spans.js";

const LEAST_BODY = 9;
const LEAST_MARK = 24;
const NARROW = 48;
const INSIDE = 360;
const GAP = 6;
const SIGN = 14;
const [WHOLE_TITLE, LONGEST_TITLE, MIDDLE_TITLE, SHORTEST_TITLE] = [480, 300, 132, 72];
const FEW = 30;
const SPARSE = 2;
const SAME = 16;

/**
 * @typedef {{key: string, row: number, events: any[], event: any, shape: any, from: number, to: number, isCluster: boolean,
 *   isNarrow: boolean, label: {text: string, width: number, side: "after" | "before" | "inside"} | null}} Mark
 */

/** Which of the scales for which layouts are made, the powers of √2, is the next smaller to a scale (pixels a second). */
export function numberOf(scale) {
  return Math.floor(Math.log2(scale) * 2 + 1e-9);
}

/** The scale for which the layout of a scale is made. */
export function levelOf(scale) {
  return 2 ** (numberOf(scale) / 2);
}

/** The pixels that a mark's body covers at a scale. @returns {[number, number]} */
export function extent({ from, to, shape }, scale, unit) {
  const stub = reach(scale) * unit;
  const left = from * scale - (shape.isOpenBefore ? stub : 0);
  const right = to * scale + (shape.isOpenAfter ? stub : 0);
  const lacking = Math.max(LEAST_BODY * unit - (right - left), 0) / 2;
  return [left - lacking, right + lacking];
}

/**
 * @param {{event: any, title: string, shape: any, isProminent: boolean}[]} items of a lane, the most important first
 * @param {{scale: number, rows: number, unit: number, measure: (text: string) => number, view?: {start: number, end: number}}} options `view`
 *   is the window that shows everything: titles that would reach beyond its end stand to the left of their marks
 * @returns {{marks: Mark[], rows: number}} the marks in order of time, and how many rows they take
 */
export function layOut(items, { scale, rows: most, unit, measure, view = { start: -Infinity, end: Infinity } }) {
  const rows = Array.from({ length: most }, () => new Row());
  const marks = [];
  const boxes = items.map((item) => {
    const { from, to } = item.shape;
    const [left, right] = extent({ from, to, shape: item.shape }, scale, unit);
    const sign = item.event.conflicts.length ? SIGN * unit : 0;
    return { item, left, right, sign, row: null, label: null, lent: 0 };
  });
  const isFew = boxes.length <= FEW;
  for (const box of boxes) if (isFew || box.item.isProminent) placeTitled(box);
  const inTime = orderInTime(items).map((index) => boxes[index]);
  const isNarrow = ({ left, right }) => right - left < NARROW * unit;
  const narrow = inTime.filter((box) => box.row === null && isNarrow(box));
  const wide = boxes.filter((box) => box.row === null && !isNarrow(box));
  const pool = [];
  for (const group of gatherSame(wide)) placeWide(group);
  const strips = [new Row(), new Row()];
  for (const group of gatherNear(narrow, LEAST_MARK * unit + 2)) placeNarrow(group);
  for (const group of gatherTouching(pool)) put(group, strips[0].take(...spread(group)) ? most : most + 1, group);
  for (const box of boxes) if (box.row !== null && !box.label) lendRoom(box);
  for (const box of boxes) if (box.lent) lengthen(box);
  for (const box of inTime) if (box.row !== null) marks.push(single(box));
  return compact(marks);

  /** A row in which a mark of these pixels finds room, or null. */
  function find(left, right, among = most) {
    const lacking = Math.max(LEAST_MARK * unit - (right - left), 0) / 2;
    for (let row = 0; row < among; row++) if (rows[row].take(left - lacking, right + lacking + GAP * unit)) return row;
    return null;
  }

  function placeTitled(box) {
    const among = isFew ? most : Math.ceil(most * 0.75);
    if (box.right - box.left >= INSIDE * unit) {
      box.row = find(box.left, box.right + box.sign, among);
      if (box.row !== null) box.label = inside(box);
      return box.row !== null;
    }
    const title = box.item.title;
    const whole = Math.min(measure(title), LONGEST_TITLE * unit);
    const [before, after] = [box.left - view.start * scale - GAP * unit, roomBehind(box)];
    const side = whole <= after || after >= before ? "after" : "before";
    const width = Math.min(whole, Math.max(before, after));
    if (width < Math.min(whole, SHORTEST_TITLE * unit)) return false;
    for (const length of new Set([width, Math.min(width, MIDDLE_TITLE * unit)])) {
      const taken = GAP * unit + length;
      box.row = side === "before" ? find(box.left - taken, box.right + box.sign, among) : find(box.left, box.right + box.sign + taken, among);
      if (box.row !== null) {
        box.label = titled(title, length, side);
        box.lent = length;
        return true;
      }
    }
    return false;
  }

  function roomBehind(box) {
    return view.end * scale - box.right - box.sign - GAP * unit;
  }

  /** With its title where there are few around it, else as it is. */
  function placeAlone(box, around) {
    if (around <= SPARSE && placeTitled(box)) return true;
    box.row = find(box.left, box.right + box.sign);
    return box.row !== null;
  }

  function placeNarrow(group) {
    const isDense = group.length > Math.max(2, most - 1);
    const left = isDense ? group : group.filter((box) => !placeAlone(box, group.length));
    if (left.length) put(left, most, group);
  }

  function placeWide(group) {
    if (group.length <= 3) {
      for (const box of group) if (!placeAlone(box, group.length)) pool.push(box);
      return;
    }
    const row = find(...spread(group));
    if (row === null) pool.push(...group);
    else put(group, row, group);
  }

  /** Boxes without a row of their own, as one mark; a narrow one stands in the strip, where it keeps its group's place. */
  function put(gathered, row, group) {
    const isNarrow = group[0].right - group[0].left < NARROW * unit;
    if (gathered.length === 1) {
      gathered[0].row = row;
      if (isNarrow) strips[0].take(...about(gathered));
    } else {
      if (isNarrow) strips[0].take(...about(gathered));
      marks.push(cluster(gathered, row, isNarrow));
    }
  }

  function about(group) {
    const [left, right] = spread(group);
    const centre = (left + right) / 2;
    return [centre - (LEAST_MARK * unit) / 2, centre + (LEAST_MARK * unit) / 2];
  }

  function lendRoom(box) {
    if (box.right - box.left >= INSIDE * unit) {
      box.label = inside(box);
      return;
    }
    if (box.row >= most) return;
    const lacking = Math.max(LEAST_MARK * unit - (box.right + box.sign - box.left), 0) / 2;
    const taken = box.right + box.sign + lacking + GAP * unit;
    const room = Math.min(rows[box.row].roomAfter(taken) + lacking - GAP * unit, roomBehind(box));
    const title = box.item.title;
    const width = Math.min(room, LONGEST_TITLE * unit, measure(title));
    if (width < Math.min(SHORTEST_TITLE * unit, measure(title))) return;
    box.label = titled(title, width, "after");
    rows[box.row].take(taken, box.right + box.sign + GAP * unit + width + GAP * unit);
  }

  /** A title that was cut so that it found a place, with what room is left beside it. */
  function lengthen(box) {
    const { item: { title }, lent, label, sign } = box;
    const whole = Math.min(measure(title), WHOLE_TITLE * unit);
    if (!label || whole <= lent) return;
    const isBefore = label.side === "before";
    const edge = isBefore ? box.left - GAP * unit - lent : box.right + sign + 2 * GAP * unit + lent;
    const row = rows[box.row];
    const beside = isBefore ? row.roomBefore(edge) - GAP * unit : row.roomAfter(edge);
    const most = isBefore ? box.left - view.start * scale - GAP * unit : roomBehind(box);
    const more = Math.min(whole, most, lent + beside) - lent;
    if (more <= 0) return;
    box.label = titled(title, lent + more, label.side) ?? label;
    row.take(...(isBefore ? [edge - more, edge] : [edge, edge + more]));
  }

  function titled(title, width, side) {
    const words = cutWords(title, width, measure);
    return words.text ? { ...words, side } : null;
  }

  function inside(box) {
    const width = Math.min(box.right - box.left - 48 * unit, LONGEST_TITLE * unit, measure(box.item.title));
    return titled(box.item.title, width, "inside");
  }
}

const orders = new WeakMap();

/** The indices of items in the order of their middles: found once, so that each layout sorts what is sorted but for a little. */
function orderInTime(items) {
  let order = orders.get(items);
  if (!order) {
    const middles = items.map(({ shape }) => shape.from + shape.to);
    order = items.map((_, index) => index).sort((one, other) => middles[one] - middles[other] || one - other);
    orders.set(items, order);
  }
  return order;
}

/** Those that stand closer than `distance` to the middle of their neighbours; in order of time. */
function gatherNear(boxes, distance) {
  const groups = [];
  for (const box of [...boxes].sort((one, other) => one.left + one.right - other.left - other.right)) {
    const centre = (box.left + box.right) / 2;
    groups.push({ first: centre, last: centre, boxes: [box] });
    while (groups.length > 1) {
      const [before, last] = groups.slice(-2);
      if ((last.first + last.last - before.first - before.last) / 2 >= distance) break;
      groups.pop();
      before.last = Math.max(before.last, last.last);
      before.boxes.push(...last.boxes);
    }
  }
  return groups.map((group) => group.boxes);
}

/** Those that cover the same pixels, or nearly. */
function gatherSame(boxes) {
  const groups = new Map();
  for (const box of boxes) {
    const key = `${Math.round(box.left / SAME)} ${Math.round(box.right / SAME)}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(box);
  }
  return groups.values();
}

/** Those that touch one another. */
function gatherTouching(boxes) {
  const groups = [];
  let end = -Infinity;
  for (const box of [...boxes].sort((one, other) => one.left - other.left)) {
    if (box.left < end) groups.at(-1).push(box);
    else groups.push([box]);
    end = Math.max(end, box.right + GAP);
  }
  return groups;
}

function spread(group) {
  let [left, right] = [Infinity, -Infinity];
  for (const box of group) {
    left = Math.min(left, box.left);
    right = Math.max(right, box.right);
  }
  return [left, right];
}

function single({ item, row, label }) {
  const { from, to } = item.shape;
  return {
    key: item.event.id, row, events: [item.event], event: item.event, shape: item.shape, from, to,
    isCluster: false, isNarrow: false, label,
  };
}

function cluster(boxes, row, isNarrow) {
  const items = boxes.map((box) => box.item).sort((one, other) => one.shape.from - other.shape.from);
  const from = items[0].shape.from;
  const to = items.reduce((latest, item) => Math.max(latest, item.shape.to), -Infinity);
  const isOpenBefore = items.some(({ shape }) => shape.from === from && shape.isOpenBefore);
  const isOpenAfter = items.some(({ shape }) => shape.to === to && shape.isOpenAfter);
  const isCertain = items.every(({ shape }) => !shape.isHatched && shape.from === from && shape.to === to);
  const solid = isCertain ? { start: from, end: to } : null;
  return {
    key: `cluster ${items[0].event.id}`, row, events: items.map((item) => item.event), event: null, from, to,
    shape: { from, to, solid, isHatched: !isCertain, isOpenBefore, isOpenAfter }, isCluster: true, isNarrow, label: null,
  };
}

/** Rows without marks are closed up; marks in order of time. */
function compact(marks) {
  const used = [...new Set(marks.map((mark) => mark.row))].sort((one, other) => one - other);
  const place = new Map(used.map((row, index) => [row, index]));
  for (const mark of marks) mark.row = place.get(mark.row);
  marks.sort((one, other) => one.from - other.from || one.to - other.to || one.row - other.row);
  return { marks, rows: used.length };
}
