/** A row of a lane: which pixels are taken, and whether something still fits. */

export class Row {
  #starts = [];
  #ends = [];

  get isEmpty() {
    return this.#starts.length === 0;
  }

  /** Takes the pixels from `left` to `right`, if all of them are free. @returns {boolean} */
  take(left, right) {
    const index = this.#after(left);
    if (index > 0 && this.#ends[index - 1] > left) return false;
    if (index < this.#starts.length && this.#starts[index] < right) return false;
    this.#starts.splice(index, 0, left);
    this.#ends.splice(index, 0, right);
    return true;
  }

  /** How many pixels are free to the right of something that was taken. */
  roomAfter(right) {
    const index = this.#after(right - 1e-6);
    return index < this.#starts.length ? this.#starts[index] - right : Infinity;
  }

  /** How many pixels are free to the left of something that was taken. */
  roomBefore(left) {
    const index = this.#after(left - 1e-6);
    return index > 0 ? left - this.#ends[index - 1] : Infinity;
  }

  /** The index of the first start at or behind a pixel. */
  #after(pixel) {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] < pixel) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
