/**
 * Pointer and wheel: drag to pan, two fingers to zoom, Ctrl or ⌘ with the wheel to zoom. The page scrolls as ever: a plain
 * wheel is ours only once the timeline has the focus, and up and down on a touch screen never is.
 */

const THRESHOLD = 4;
const REST = 220;

/**
 * @param {HTMLElement} frame
 * @param {{begin(): void, panBy(pixels: number): void, zoomBy(factor: number, x: number): boolean, settle(): void, hasFocus(): boolean}} on
 *   `zoomBy` says whether there was anything left to zoom
 */
export function listen(frame, on) {
  const pointers = new Map();
  let isDragging = false;
  let rest = null;
  let left = 0;
  const look = () => (left = frame.getBoundingClientRect().left);
  const x = (event) => event.clientX - left;

  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("button, .timeline-listing")) return;
    look();
    pointers.set(event.pointerId, { x: x(event), from: x(event) });
    if (pointers.size === 1) isDragging = false;
  });

  frame.addEventListener("pointermove", (event) => {
    const pointer = pointers.get(event.pointerId);
    if (!pointer) return;
    const now = x(event);
    if (!isDragging) {
      if (pointers.size === 1 && Math.abs(now - pointer.from) < THRESHOLD) return;
      isDragging = true;
      for (const id of pointers.keys()) capture(id);
      frame.classList.add("is-dragged");
      on.begin();
    }
    if (pointers.size === 1) on.panBy(pointer.x - now);
    else pinch(event.pointerId, now);
    pointer.x = now;
  });

  const release = (event) => {
    if (!pointers.delete(event.pointerId) || pointers.size) return;
    frame.classList.remove("is-dragged");
    if (isDragging) on.settle();
  };
  frame.addEventListener("pointerup", release);
  frame.addEventListener("pointercancel", release);

  // The click at the end of a drag opens nothing.
  frame.addEventListener("click", (event) => {
    if (isDragging) event.stopPropagation();
    isDragging = false;
  }, { capture: true });

  frame.addEventListener("wheel", (event) => {
    if (event.target.closest?.(".timeline-listing")) return;
    const scale = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const isZoom = event.ctrlKey || event.metaKey || (on.hasFocus() && !isSideways);
    if (!isZoom && !isSideways) return;
    if (rest === null) {
      look();
      on.begin();
    }
    if (isZoom) {
      const turned = Math.max(Math.min(event.deltaY * scale, 240), -240);
      if (on.zoomBy(Math.exp(turned * (event.ctrlKey && Math.abs(turned) < 40 ? 0.01 : 0.0025)), x(event)) || event.ctrlKey) event.preventDefault();
    } else {
      event.preventDefault();
      on.panBy((event.shiftKey && !event.deltaX ? event.deltaY : event.deltaX) * scale);
    }
    clearTimeout(rest);
    rest = setTimeout(() => {
      rest = null;
      on.settle();
    }, REST);
  }, { passive: false });

  function pinch(id, now) {
    const [other] = [...pointers].filter(([each]) => each !== id).map(([, pointer]) => pointer);
    const moved = pointers.get(id);
    const before = Math.max(Math.abs(moved.x - other.x), 16);
    const after = Math.max(Math.abs(now - other.x), 16);
    on.panBy((moved.x - now) / 2);
    on.zoomBy(before / after, (now + other.x) / 2);
  }

  function capture(id) {
    try {
      frame.setPointerCapture(id);
    } catch {
      // A pointer that has gone in the meantime needs none.
    }
  }
}
