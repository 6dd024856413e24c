// What was wrong with a decision, at the fields that it is about; and, where the event changed meanwhile, what it is now.

import { make } from "../nodes.js";

/** Says a problem ({detail, errors, status, current}) in the forms of an event, and leads to the first field that it is about. */
export function show(aside, problem) {
  clear(aside);
  const summary = aside.querySelector("#event-problem");
  const fields = (problem.errors ?? []).map((each) => mark(aside, each)).filter(Boolean);
  if (problem.status === 412 && problem.current) {
    aside.dataset.version = problem.current.version;
    summary.replaceChildren(...meanwhile(problem.current));
  } else summary.textContent = problem.detail;
  summary.hidden = fields.length > 0 && fields.length === problem.errors.length;
  (fields[0] ?? summary).focus();
}

/** Takes back what was said. */
export function clear(aside) {
  const summary = aside.querySelector("#event-problem");
  summary?.replaceChildren();
  if (summary) summary.hidden = true;
  for (const each of aside.querySelectorAll(".error")) each.remove();
  for (const field of aside.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    describe(field, (id) => id !== `${field.id}-error`);
  }
}

/** The field that a pointer (`/time/start`) is about, its error beside it; null where none is shown. */
function mark(aside, { pointer, detail }) {
  const name = pointer.replace(/^\//, "").split("/")[0];
  const open = aside.querySelector(".event-form:not([hidden])");
  const field = name === "from" ? aside.querySelector("#event-from") : open?.elements[name];
  if (!(field instanceof Element) || field.type === "checkbox") return null;
  if (field.getAttribute("aria-invalid")) return field;
  const error = make("span", { id: `${field.id}-error`, class: "error" }, detail);
  field.after(error);
  field.setAttribute("aria-invalid", "true");
  describe(field, () => true, error.id);
  return field;
}

function describe(field, keeps, added = "") {
  const ids = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && keeps(id));
  if (added) ids.unshift(added);
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}

function meanwhile(current) {
  const now = make("strong", {}, `“${current.title}”, ${current.time.words}, ${current.status}`);
  return [
    "Somebody changed this event meanwhile. It is now ",
    now,
    `, version ${current.version}. What you typed is kept; send it again to have it so.`,
  ];
}
