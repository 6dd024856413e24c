// What one does with a text that was read: ask the same from a command line, or keep it in the archive.

import { ask } from "../api.js";
import { toClipboard } from "../copying.js";
import { make } from "../nodes.js";

/** What a terminal may take for a key that was pressed, or what makes a line look other than it is. */
const UNSEEN = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** JSON in which all of that is escaped, as JSON itself has it. */
const toJson = (body) => JSON.stringify(body).replace(UNSEEN, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The command that asks what the page asked. A key is named, never shown. */
export function writeCommand(path, body, { origin, hasKey }) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const key = hasKey ? ` -H "Authorization: Bearer $KEY"` : "";
  return `curl -s ${quoted(origin + path)}${key} -H 'Content-Type: application/json' \\\n  --data-binary ${quoted(toJson(body))}`;
}

/** Puts a command into the clipboard; where the browser does not let us, into `box`, selected. */
export async function copy(command, box) {
  if (await toClipboard(command)) {
    box.hidden = true;
    return "Copied.";
  }
  box.textContent = command;
  box.hidden = false;
  getSelection().selectAllChildren(box);
  box.focus();
  return "Selected, to be copied.";
}

/** Keeps an article. Gives what to say of it. Throws as `ask` does. */
export async function keep(body, { signal } = {}) {
  const answer = await (await ask("/v1/documents", { method: "POST", body, signal })).json();
  const words = answer.created ? "Kept. " : "It was kept already. ";
  const address = `/?${new URLSearchParams({ document: answer.document.id })}`;
  return make("span", {}, words, make("a", { href: address }, "Show its events"));
}

/** What the key of this tab may do: the page says so of whoever asks for it. */
export async function readScopes() {
  const page = await (await ask("/try", { accept: "text/html" })).text();
  return new DOMParser().parseFromString(page, "text/html").body.dataset.may ?? "";
}
