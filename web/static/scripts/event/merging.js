// Finding the event that is the same as the open one: titles are looked for as one types, an id is taken as it is.

import { ask } from "../api.js";
import { tell } from "../navigation/navigate.js";
import { make } from "../nodes.js";

const PAUSE = 200;
const MOST = 8;

/** Makes the merge form's field look for events. */
export function suggest(form) {
  const field = form.elements.events;
  const found = form.querySelector("#event-merge-found");
  let waiting = 0;
  let running = new AbortController();
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    running.abort();
    running = new AbortController();
    const { signal } = running;
    waiting = setTimeout(() => look(field.value, found, signal), PAUSE);
  });
}

async function look(words, found, signal) {
  const own = found.closest("#event").dataset.event;
  let events = [];
  const question = asPhrase(words);
  if (question) {
    const asked = new URLSearchParams({ q: question, min_salience: "0", hidden: "any", sort: "-salience", limit: String(MOST + 1), fields: "id,title,time" });
    try {
      events = (await (await ask(`/v1/events?${asked}`, { signal })).json()).events;
    } catch (problem) {
      if (problem.name === "AbortError") return;
      return tell(problem.detail);
    }
  }
  events = events.filter((event) => event.id !== own).slice(0, MOST);
  const [legend] = found.children;
  found.replaceChildren(legend, ...events.map(option));
  found.hidden = events.length === 0;
  if (question) tell(events.length === 1 ? "1 event found" : `${events.length || "No"} events found`);
}

/** Every word, the last one as a beginning; nothing for an id, and for less than a word. */
function asPhrase(words) {
  if (/^\s*ev_/.test(words)) return "";
  const told = words.match(/[\p{L}\p{N}]+/gu) ?? [];
  return told.length ? `${told.map((word) => `"${word}"`).slice(0, -1).join(" ")} ${told.at(-1)}*`.trim() : "";
}

function option(event) {
  const when = make("span", { class: "event-quiet" }, event.time.words);
  return make("label", {}, make("input", { type: "radio", name: "found", value: event.id }), make("span", {}, event.title, " ", when));
}
