/** Going from one window to another: in a moment, or at once where motion is unwelcome. */

import { between, isSame } from "./view.js";

const MILLISECONDS = 180;

export class Motion {
  #number = 0;

  /** Calls `set` on the way, and `end` once at the end; what was under way before ends where it is. */
  go(from, to, { set, end }) {
    this.stop();
    const number = this.#number;
    if (isSame(from, to) || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      set(to);
      end();
      return;
    }
    let began = null;
    const step = (now) => {
      if (number !== this.#number) return;
      began ??= now;
      const share = Math.min((now - began) / MILLISECONDS, 1);
      set(between(from, to, 1 - (1 - share) ** 3));
      if (share < 1) requestAnimationFrame(step);
      else end();
    };
    requestAnimationFrame(step);
  }

  stop() {
    this.#number += 1;
  }
}
