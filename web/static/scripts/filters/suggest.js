// Names while one types: a combobox with a list of suggestions (ARIA Authoring Practices 1.2, “editable combobox with list
// autocomplete”). The focus stays in the field; arrows go through the list, Enter takes a name, Esc closes. What is taken is put into the
// field, and its form sent. A name that is not in the list can be sent as it is.

import { ask } from "../api.js";
import { onChange, tell } from "../navigation/navigate.js";
import { make } from "../nodes.js";
import { number } from "../numbers.js";

const SHOWN = 8;

let running = new AbortController();

const fieldOf = (event) => event.target.closest?.("input[data-suggest]");
const listOf = (field) => document.getElementById(`${field.id}-list`);
const chosen = (field) => document.getElementById(field.getAttribute("aria-activedescendant") ?? "");

/** Makes the fields comboboxes, each with its empty list. */
function prepare() {
  running.abort();
  for (const field of document.querySelectorAll("input[data-suggest]:not([role])")) {
    const label = field.labels[0]?.textContent ?? "";
    const list = make("ul", { id: `${field.id}-list`, class: "suggestions", role: "listbox", "aria-label": label, hidden: true });
    field.after(list);
    field.role = "combobox";
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", list.id);
  }
}

function close(field) {
  running.abort();
  listOf(field).hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

/** Asks for the names that begin as what is written; an answer that is no longer wanted is dropped. */
async function suggest(field) {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const path = `/v1/${field.dataset.suggest}?${new URLSearchParams({ prefix: field.value.trim().slice(0, 100), limit: SHOWN })}`;
  try {
    const answer = await (await ask(path, { signal })).json();
    if (!signal.aborted && field.isConnected) show(field, answer[field.dataset.suggest]);
  } catch {
    if (!signal.aborted) close(field); // one can do without
  }
}

function show(field, names) {
  const list = listOf(field);
  list.replaceChildren(...names.map((name, at) => option(field, name, at)));
  list.hidden = names.length === 0;
  field.setAttribute("aria-expanded", String(names.length > 0));
  field.removeAttribute("aria-activedescendant");
  tell(names.length ? `${names.length} ${names.length === 1 ? "name" : "names"}, arrow keys to go through them` : "No such name is known");
}

function option(field, { name, events }, at) {
  const unit = make("span", { class: "visually-hidden" }, events === 1 ? " event" : " events");
  return make(
    "li",
    { id: `${field.id}-${at}-option`, role: "option", "aria-selected": "false", "data-name": name },
    make("span", {}, name),
    " ",
    make("span", { class: "count" }, number(events), unit),
  );
}

/** Goes on by so many names, around the ends. */
function move(field, by) {
  const items = [...listOf(field).children];
  const from = items.indexOf(chosen(field));
  const to = from < 0 ? (by > 0 ? 0 : items.length - 1) : (from + by + items.length) % items.length;
  items.forEach((item, at) => (item.ariaSelected = String(at === to)));
  field.setAttribute("aria-activedescendant", items[to].id);
  items[to].scrollIntoView({ block: "nearest" });
}

function take(field, name) {
  close(field);
  field.value = name;
  field.form.requestSubmit();
}

const KEYS = {
  ArrowDown: (field, isOpen) => (isOpen ? move(field, 1) : suggest(field)),
  ArrowUp: (field, isOpen) => isOpen && move(field, -1),
  Enter: (field, isOpen) => isOpen && chosen(field) && take(field, chosen(field).dataset.name),
  Escape: (field, isOpen) => (isOpen ? close(field) : (field.value = "")),
};

function press(event) {
  const field = fieldOf(event);
  if (!field || event.isComposing || event.ctrlKey || event.metaKey) return;
  const isOpen = !listOf(field).hidden;
  const isTaken = event.key === "Enter" && isOpen && chosen(field);
  if (event.key.startsWith("Arrow") && KEYS[event.key] && (isOpen || event.key === "ArrowDown")) event.preventDefault();
  if (isTaken || (event.key === "Escape" && (isOpen || field.value))) event.preventDefault();
  KEYS[event.key]?.(field, isOpen);
}

export function start() {
  document.addEventListener("keydown", press, true); // before whoever closes something else at Esc
  document.addEventListener("input", (event) => {
    const field = fieldOf(event);
    if (field) field.value.trim() ? suggest(field) : close(field);
  });
  document.addEventListener("focusout", (event) => {
    const field = fieldOf(event);
    if (field?.isConnected) close(field);
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.(".suggestions")) event.preventDefault(); // the focus stays in the field
  });
  document.addEventListener("click", (event) => {
    const item = event.target.closest?.(".suggestions [role=option]");
    if (item) take(item.parentElement.previousElementSibling, item.dataset.name);
  });
  onChange(prepare);
}
