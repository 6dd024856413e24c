// The forms by which an event is corrected, merged and split: which is open, what is sent, and what came of it.

import { key, Problem } from "../api.js";
import * as decisions from "./decisions.js";
import { readTime } from "./times.js";
import { clear, show } from "./problems.js";
import { suggest } from "./merging.js";
import { altered, go, tell } from "../navigation/navigate.js";
import { make } from "../nodes.js";

const WHO = "dateline.who";

/** Shows what may be decided of the event that came with the page; without this script nothing of it is seen. */
export function offer(aside) {
  const tools = aside?.querySelector("#event-tools");
  if (!tools || !tools.hidden) return;
  tools.hidden = false;
  for (const button of aside.querySelectorAll("[data-undo]")) button.hidden = false;
  const who = tools.querySelector("#event-from");
  who.value = sessionStorage.getItem(WHO) ?? "";
  who.addEventListener("change", () => sessionStorage.setItem(WHO, who.value.trim()));
  aside.addEventListener("click", (event) => press(aside, event.target.closest("button")));
  aside.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(aside, event.target);
  });
  suggest(tools.querySelector("#event-merge"));
}

/** Closes the form that is open and says whether there was one; the focus goes back to what opened it. */
export function close(aside) {
  const panel = aside.querySelector(".event-form:not([hidden])");
  if (!panel) return false;
  const opener = aside.querySelector(`[data-panel="${panel.id}"]`);
  turn(aside, opener);
  opener.focus();
  return true;
}

function press(aside, button) {
  if (!button) return;
  const { panel, set, to, undo, cancel } = button.dataset;
  if (panel) turn(aside, button, { focus: true });
  else if (cancel !== undefined) close(aside);
  else if (undo) enact(aside, button, () => decisions.undo(undo));
  else if (set) enact(aside, button, () => decisions.amend(aside.dataset, { [set]: to === "true" }));
}

/** Opens a form, or closes it; one at a time. */
function turn(aside, opener, { focus = false } = {}) {
  const opens = opener.getAttribute("aria-expanded") !== "true";
  clear(aside);
  for (const each of aside.querySelectorAll("[data-panel]")) {
    const isOpen = each === opener && opens;
    each.setAttribute("aria-expanded", String(isOpen));
    aside.querySelector(`#${each.dataset.panel}`).hidden = !isOpen;
  }
  aside.classList.toggle("is-splitting", opens && opener.dataset.panel === "event-split");
  aside.querySelector("#event-who").hidden = !opens || key() !== null;
  if (opens && focus) aside.querySelector(`#${opener.dataset.panel} :is(input, select, button)`)?.focus();
}

function submit(aside, form) {
  const asked = { "event-correct": correct, "event-merge": merge, "event-split": split }[form.id]?.(aside, form);
  if (asked) enact(aside, form.querySelector(".primary"), asked);
}

/** Only what was changed is decided; a field that stays as it was stays the machine's. */
function correct(aside, form) {
  const { title, time, status, type, why } = form.elements;
  const body = {};
  if (title.value.trim() !== title.defaultValue) body.title = title.value.trim();
  if (time.value.trim() !== time.defaultValue) body.time = readTime(time.value);
  for (const each of [status, type]) {
    if (!each.selectedOptions[0].defaultSelected) body[each.name] = each.value;
  }
  if (!Object.keys(body).length) return complain(aside, "Nothing is changed yet.");
  return () => decisions.amend(aside.dataset, withReason(body, why));
}

function merge(aside, form) {
  const { events, why } = form.elements;
  const chosen = form.querySelector("#event-merge-found input:checked")?.value ?? events.value.trim();
  if (!chosen) return complain(aside, "Choose the event that is the same as this one.", "events");
  return () => decisions.merge(aside.dataset, withReason({ events: [chosen] }, why));
}

function split(aside, form) {
  const ticked = [...form.elements].filter((each) => each.checked);
  const values = ticked.flatMap((each) => each.value.trim().split(/\s+/));
  if (!ticked.length) return complain(aside, "Tick at least one report below.");
  const isAll = ticked.length === [...form.elements].filter((each) => each.type === "checkbox").length;
  if (isAll && !aside.querySelector(".event-more")) return complain(aside, "Leave at least one report unticked; the rest is split from it.");
  const named =
    ticked[0].name === "documents"
      ? { documents: values }
      : { mentions: values.map((value) => ({ document: value.split("/")[0], id: value.split("/")[1] })) };
  return () => decisions.split(aside.dataset, withReason(named, form.elements.why));
}

const withReason = (body, why) => (why.value.trim() ? { ...body, why: why.value.trim() } : body);

function complain(aside, detail, pointer) {
  show(aside, { detail, errors: pointer ? [{ pointer, detail }] : [] });
}

/** Does it, shows the event as it is then and offers the way back; or says what was wrong and keeps what was typed. */
async function enact(aside, button, decide) {
  const who = aside.querySelector("#event-from");
  if (key() === null && who.value && !who.checkValidity()) {
    aside.querySelector("#event-who").hidden = false;
    return complain(aside, "Who decides must be an e-mail address, or empty.", "from");
  }
  clear(aside);
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    const done = await decide();
    const id = done.event ?? aside.dataset.event;
    await go(altered({ event: id }), { replace: id === aside.dataset.event });
    report(done);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    show(aside, problem);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/** Says what was done, to all who read and listen, and offers to undo it. */
function report({ words, decision, other }) {
  const aside = document.querySelector("#event:not([hidden])");
  tell(words);
  if (!aside) return;
  const notice = make("p", { class: "event-done" }, words);
  if (other) notice.append(" ", make("a", { href: altered({ event: other.id }) }, other.title));
  if (decision) notice.append(" ", make("button", { type: "button", class: "quiet", "data-undo": decision }, "Undo"));
  aside.querySelector(".event-head, #event-title").after(notice);
  (notice.querySelector("button") ?? document.getElementById("event-title")).focus();
}
