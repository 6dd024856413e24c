// The form of filters: what is changed in it holds at once. The form itself comes from the server with each answer, so that it shows the
// address and nothing else; what a reader has opened in it stays open, and what had the focus keeps it.

import { addressOf, go, onChange } from "../navigation/navigate.js";

const PAUSE = 400; // milliseconds without a key in the search field

const opened = new Map(); // what was opened or closed by hand, by the id of its details
let timer = 0;
let isTyping = false; // in the search field, since it has the focus: one step for the back button
let left = null; // what to focus when the link that was followed is gone

const form = () => document.getElementById("filters");

/** Goes where the form leads. */
function apply({ replace = false } = {}) {
  clearTimeout(timer);
  go(addressOf(form()), { replace });
}

function search() {
  apply({ replace: isTyping });
  isTyping = true;
}

/** Whether keys write into it. */
const takesText = (element) =>
  element.isContentEditable || (element.matches("input, textarea, select") && !element.matches("[type=checkbox], [type=radio]"));

function keepOpen() {
  for (const [id, open] of opened) {
    const details = document.getElementById(id);
    if (details) details.open = open;
  }
}

function keepFocus() {
  if (left && [document.body, form()].includes(document.activeElement)) {
    (document.getElementById(left) ?? document.getElementById("q"))?.focus({ preventScroll: true });
  }
  left = null;
}

export function start() {
  document.addEventListener("change", ({ target }) => {
    if (target.form === form() && target.id !== "q" && !target.matches("[data-suggest]")) apply();
  });
  document.addEventListener("input", ({ target, isComposing }) => {
    if (target.id !== "q" || target.form !== form()) return;
    clearTimeout(timer);
    if (!isComposing) timer = setTimeout(search, PAUSE);
  });
  document.addEventListener("compositionend", ({ target }) => {
    if (target.id === "q") timer = setTimeout(search, PAUSE);
  });
  document.addEventListener("submit", ({ target }) => {
    if (target === form()) clearTimeout(timer);
  });
  document.addEventListener("focusout", ({ target }) => {
    // A form that takes the place of another takes the focus over as well, and nobody has left the field.
    if (target.id === "q") queueMicrotask(() => (isTyping &&= document.activeElement?.id === "q"));
  });
  document.addEventListener("click", ({ target }) => {
    left = target.closest?.("#filters a[data-else]")?.dataset.else ?? null;
    const summary = target.closest?.("#filters summary");
    if (summary) opened.set(summary.parentElement.id, !summary.parentElement.open);
  });
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
    if (event.key !== "/" || !isPlain || takesText(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    const field = document.getElementById("q");
    field?.focus();
    field?.select();
  });
  onChange(() => {
    keepOpen();
    keepFocus();
  });
}
