// Putting a part of a page in the place of another, or behind it, with the focus where it was.

import { count, number } from "../numbers.js";

/**
 * Puts a part in the place of another. What had the focus has it again, or what stands for it; if that is gone, the part has. What was
 * written into the field while the page was on its way, since it was as `typed` says, stays in it.
 */
export function swap(old, fresh, typed) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const find = focused && traceOf(focused);
  const caret = focused && caretOf(focused);
  old.replaceWith(fresh);
  if (!focused) return;
  const again = find(fresh);
  if (!again) fresh.tabIndex = -1;
  const before = focused === typed.field ? typed.value : focused.defaultValue;
  if (again && before !== undefined && focused.value !== before) again.value = focused.value;
  (again ?? fresh).focus({ preventScroll: true });
  if (again && caret) again.setSelectionRange?.(...caret);
}

/** What finds the like of an element in another part. */
function traceOf(element) {
  const { id, dataset, name, value, href } = element;
  const tests = [
    id && ((one) => one.id === id),
    dataset.open && ((one) => one.dataset.open === dataset.open),
    name && ((one) => one.name === name && (one.type === "text" || one.value === value)),
    href && ((one) => one.href === href),
  ].filter(Boolean);
  return (part) => {
    const all = [...part.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]")];
    return tests.map((test) => all.find(test)).find(Boolean);
  };
}

function caretOf(field) {
  const isText = field.matches("textarea, input:is([type=text], [type=search], :not([type]))");
  return isText ? [field.selectionStart, field.selectionEnd, field.selectionDirection] : null;
}

/**
 * Puts the next page of a list behind it: its first group goes on with the last one where both are of one time. The focus goes to
 * the first event that is new.
 * @returns {string} what to say of it
 */
export function append(list, page) {
  const more = list.querySelector(".more");
  const groups = [...page.querySelectorAll(".group")];
  const entries = groups.flatMap((group) => [...group.querySelectorAll(".entry")]);
  for (const link of page.querySelectorAll("a[data-open]")) link.setAttribute("href", openingHere(link.dataset.open));
  const last = [...list.querySelectorAll(".group")].at(-1);
  const heading = (group) => group.querySelector("h2")?.textContent;
  if (last && groups.length && heading(last) === heading(groups[0])) {
    const [first] = groups.splice(0, 1);
    last.querySelector("ol").append(...[...first.querySelectorAll(".entry")].map((one) => document.adoptNode(one)));
  }
  more.before(...groups.map((group) => document.adoptNode(group)));
  const following = page.querySelector(".more");
  if (following) more.replaceWith(document.adoptNode(following));
  else more.remove();
  const words = sumUp(totalOf(list));
  entries[0]?.querySelector("a")?.focus();
  return `${entries.length} more; ${words}`;
}

/**
 * Says above the list how much of what was found it shows.
 * @param {number | null} total how many there are, where that is known
 */
export function sumUp(total) {
  const list = document.getElementById("chronology");
  const shown = list.querySelectorAll(".entry").length;
  if (total) list.dataset.total = total;
  const isAll = !list.querySelector(".more");
  const some = total ? `The first ${number(shown)} of ${number(total)} events` : `${number(shown)} events, and more`;
  const words = isAll ? count(shown, "event") : some;
  const summary = document.querySelector("#answer > .summary");
  if (summary && shown) summary.textContent = words;
  return words;
}

const totalOf = (list) => Number(list.dataset.total) || null;

/** The address that opens an event beside this list, and not beside the page of it that the event came with. */
function openingHere(id) {
  const address = new URL(location.href);
  address.searchParams.set("event", id);
  return address.pathname + address.search;
}

/** Marks the event of the list that is open, and no other. */
export function tellOpen(id) {
  for (const entry of document.querySelectorAll("#chronology .entry")) {
    const isOpen = entry.id === id;
    entry.classList.toggle("is-open", isOpen);
    const link = entry.querySelector("a[data-open]");
    if (isOpen) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
}
