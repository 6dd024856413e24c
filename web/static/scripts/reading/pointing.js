/**
 * Going from mark to mark: by pointing, by Tab to the text and then by arrows, Home and End (one of them can be reached by Tab, the
 * one last visited). Enter, Space or a click pins the explanation, Esc and a second time let it go.
 */

/**
 * @param {HTMLElement} text what holds the marks
 * @param {(ids: string[] | null) => void} explain called with the marks to explain, or null for none
 */
export function pointAt(text, explain) {
  let shown = null; // the home whose explanation is shown
  let isPinned = false;

  const homes = () => [...text.querySelectorAll("[data-home]")];
  const idsOf = (home) => home.dataset.home.split(" ");
  const homeOf = (id) => homes().find((home) => idsOf(home).includes(id)) ?? null;

  function show(home) {
    shown?.classList.remove("is-shown");
    shown?.setAttribute("aria-pressed", "false");
    shown = home;
    shown?.classList.add("is-shown");
    shown?.setAttribute("aria-pressed", String(isPinned));
    explain(home && idsOf(home));
  }

  function visit(home) {
    for (const each of text.querySelectorAll('[tabindex="0"]')) each.tabIndex = -1;
    home.tabIndex = 0;
  }

  function pin(home) {
    isPinned = !(isPinned && home === shown);
    show(home);
  }

  /** A piece may be far from the home of its mark. */
  const homeAt = (target) => {
    const piece = target.closest?.("mark");
    if (!piece || piece.dataset.home) return piece;
    const homesOfPiece = piece.dataset.marks.split(" ").map(homeOf);
    return homesOfPiece.at(-1) ?? null;
  };

  text.addEventListener("focusin", ({ target }) => {
    if (!target.dataset.home) return;
    visit(target);
    if (!isPinned && target !== shown) show(target);
  });
  text.addEventListener("pointerover", ({ target, pointerType }) => {
    const home = pointerType === "mouse" && !isPinned && homeAt(target);
    if (home && home !== shown) show(home);
  });
  text.addEventListener("click", ({ target }) => {
    const home = homeAt(target);
    if (!home) return;
    visit(home);
    home.focus({ preventScroll: true });
    pin(home);
  });
  text.addEventListener("keydown", (event) => {
    const home = event.target.dataset.home && event.target;
    if (!home || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = homes();
    const here = all.indexOf(home);
    const steps = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 };
    if (event.key in steps) all[Math.min(Math.max(steps[event.key], 0), all.length - 1)].focus();
    else if (event.key === "Enter" || event.key === " ") pin(home);
    else return;
    event.preventDefault();
  });

  return {
    /** Shows the explanation of a mark, and puts the focus on it. */
    go(id) {
      const home = homeOf(id);
      if (!home) return;
      isPinned = false;
      if (home !== shown) show(home);
      home.focus();
    },
    /** Shows it, and leaves the focus where it is. */
    show(id) {
      const home = homeOf(id);
      if (home) show(home);
    },
    /** Lets go of what is pinned; where nothing is, shows nothing. */
    escape() {
      if (!isPinned) return show(null);
      isPinned = false;
      shown.setAttribute("aria-pressed", "false");
    },
    /** Shows nothing. */
    close() {
      isPinned = false;
      show(null);
    },
    /**
     * Puts other marks into the text. What was shown, pinned or focused stays so where the same words are still marked, as the first,
     * second … of them; else it is let go.
     */
    replace(marked) {
      const wasShown = shown && placeOf(shown);
      const wasFocused = text.contains(document.activeElement) && placeOf(document.activeElement);
      const wasPinned = isPinned;
      text.replaceChildren(marked);
      shown = null;
      const again = wasShown && at(wasShown);
      isPinned = Boolean(wasPinned && again);
      const first = (wasFocused && at(wasFocused)) || again || homes()[0];
      if (first) visit(first);
      show(again || null);
      if (wasFocused) (at(wasFocused) ?? first)?.focus({ preventScroll: true });
    },
  };

  function placeOf(home) {
    const alike = homes().filter((each) => isAlike(each, home));
    return { words: home.textContent, kind: home.getAttribute("aria-roledescription"), order: alike.indexOf(home) };
  }

  function at({ words, kind, order }) {
    return homes().filter((each) => each.textContent === words && each.getAttribute("aria-roledescription") === kind)[order] ?? null;
  }

  function isAlike(one, other) {
    return one.textContent === other.textContent && one.getAttribute("aria-roledescription") === other.getAttribute("aria-roledescription");
  }
}
