// The open event: focus goes to it and back to where it was opened, Escape closes it, and what one may decide of it is offered.

import { close as closePanel, offer } from "./forms.js";
import { go, onChange } from "../navigation/navigate.js";

let shown = null;
let isFromTimeline = false;

/** The open event's element, or null. */
const aside = () => document.querySelector("#event:not([hidden])");

/** To be called once. */
export function start() {
  onChange(({ first }) => {
    const id = aside()?.dataset.event ?? null;
    offer(aside());
    if (first) shown = id;
    else follow(id);
  });
  document.addEventListener("keydown", closeByKey);
}

/** After a change of the page: the focus. */
function follow(id) {
  if (id && id !== shown) {
    if (!aside().contains(document.activeElement)) isFromTimeline = Boolean(document.activeElement.closest("#timeline"));
    focus(document.getElementById("event-title"), { preventScroll: true });
    bringIntoSight(aside());
  } else if (!id && shown) {
    focus((isFromTimeline && selectedMark()) || linkTo(shown) || document.getElementById("chronology-title"));
  }
  shown = id;
}

const selectedMark = () => document.querySelector("#timeline .mark.is-selected");

/** So that it begins in the upper half of the window; where it stands beside the list, it does already. */
function bringIntoSight(element) {
  const { top } = element.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) element.scrollIntoView({ block: "start" });
}

const linkTo = (id) => document.querySelector(`#chronology a[data-open="${CSS.escape(id)}"]`);

function focus(element, options) {
  if (!element) return;
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus(options);
}

/** Escape closes what is open: first a form of the event, then the event. In fields of other parts it is theirs. */
function closeByKey(event) {
  const open = aside();
  if (event.key !== "Escape" || event.defaultPrevented || !open || document.querySelector("dialog[open], [popover]:popover-open")) return;
  if (open.contains(event.target) && closePanel(open)) return event.preventDefault();
  if (!open.contains(event.target) && event.target.closest("input, select, textarea, [contenteditable]")) return;
  event.preventDefault();
  go(document.getElementById("event-close").href);
}
