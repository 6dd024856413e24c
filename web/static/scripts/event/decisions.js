// What is sent to decide of an event. Each says which version was seen, and has a name of its own, so that it is done once.
//
// Each answers with {words, event, decision, other}: what was done, the id of the event that tells it now, the decision that can be
// undone, and of a split what was taken out.

import { ask, askOnce, key } from "../api.js";

/** Sets fields. `event` and `version` are of the event as it was shown. */
export async function amend({ event, version }, body) {
  const answer = await send(`/v1/events/${encodeURIComponent(event)}`, "PATCH", body, version);
  return { words: `${said(body)}.`, event: (await answer.json()).id, decision: decisionOf(answer) };
}

/** Makes one of it and others. */
export async function merge({ event, version }, body) {
  const answer = await send(`/v1/events/${encodeURIComponent(event)}:merge`, "POST", body, version);
  return { words: "Merged: this is one event now.", event: (await answer.json()).id, decision: decisionOf(answer) };
}

/** Takes reports out into an event of their own. */
export async function split({ event, version }, body) {
  const answer = await send(`/v1/events/${encodeURIComponent(event)}:split`, "POST", body, version);
  const { taken_out, rest } = await answer.json();
  return { words: "Split. What was taken out is", event: rest.id, decision: decisionOf(answer), other: taken_out };
}

/** Uncovers what was there before a decision. */
export async function undo(decision) {
  await change(ask, `/v1/decisions/${encodeURIComponent(decision)}`, { method: "DELETE", headers: from() });
  return { words: "Undone." };
}

function send(path, method, body, version) {
  return change(askOnce, path, { method, body, headers: { "If-Match": `"${version}"`, ...from() } });
}

/** Tells who keeps what the server said that it says something else now. */
async function change(asking, path, request) {
  const answer = await asking(path, request);
  document.dispatchEvent(new CustomEvent("dateline:changed"));
  return answer;
}

/** Who decides, where no key says it. */
function from() {
  const who = sessionStorage.getItem("dateline.who");
  return who && key() === null ? { From: who } : {};
}

const decisionOf = (answer) => answer.headers.get("Location")?.split("/").pop() ?? null;

function said(body) {
  if ("hidden" in body) return body.hidden ? "Hidden from lists" : "Shown in lists";
  if ("pinned" in body) return body.pinned ? "Pinned" : "No longer pinned";
  const names = Object.keys(body).filter((name) => name !== "why");
  const words = names.map((name) => (name === "time" ? "date" : name));
  return `Corrected: ${words.join(", ")}`;
}
