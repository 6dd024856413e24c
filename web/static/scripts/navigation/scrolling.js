// Where one had read to, at every step that back and forward lead to. Browsers put it back before the page that it belongs to is
// there, so it is done here, for as long as the page is; who leaves it and comes back is left to the browser.
//
// A place is the event of the list at the top of the window: what is drawn above the list may be higher or lower than it was.

const ACTS = ["wheel", "touchstart", "pointerdown", "keydown", "popstate"];

export function follow() {
  const places = new Map();
  let current = history.state?.step ?? 0;
  let last = current;

  addEventListener("pagehide", () => (history.scrollRestoration = "auto"));
  addEventListener("pageshow", () => (history.scrollRestoration = "manual"));
  addEventListener("popstate", () => {
    places.set(current, placeNow()); // what is shown is still what it was
    current = history.state?.step ?? 0;
  });
  history.scrollRestoration = "manual";

  return {
    /** Makes the address another one: a new step, or the same. */
    leave({ to, replace }) {
      if (replace) return history.replaceState({ ...history.state, step: current }, "", to);
      places.set(current, placeNow());
      last = Math.max(last, current) + 1;
      current = last;
      return history.pushState({ step: current }, "", to);
    },
    /** Goes to where one was at this step, and stays there while what is drawn above comes, until somebody does something. */
    restore() {
      const place = places.get(current) ?? { top: 0 };
      scrollToPlace(place);
      const growing = new ResizeObserver(() => scrollToPlace(place));
      growing.observe(document.getElementById("main"));
      for (const act of ACTS) addEventListener(act, () => growing.disconnect(), { once: true, passive: true, capture: true });
    },
  };
}

function scrollToPlace({ top, id, offset }) {
  const entry = id && document.getElementById(id);
  scrollTo({ top: entry ? scrollY + entry.getBoundingClientRect().top - offset : top, behavior: "instant" });
}

function placeNow() {
  const entries = scrollY > 0 ? [...document.querySelectorAll("#chronology .entry")] : [];
  const first = entries.find((entry) => entry.getBoundingClientRect().top >= 0);
  const offset = first?.getBoundingClientRect().top;
  return first && offset < innerHeight ? { top: scrollY, id: first.id, offset } : { top: scrollY };
}
