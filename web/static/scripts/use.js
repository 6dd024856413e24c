// “Use it”: copying, files that need a key, and saving a question as a chronology. What can be done without a script stands in the page
// already (web/templates/use.html).

import { ask, askOnce, key, Problem } from "./api.js";
import { toClipboard } from "./copying.js";
import { onChange, tell } from "./navigation/navigate.js";
import { make } from "./nodes.js";

/** Copies what stands in an element; where the browser does not let it, selects it, to be copied by hand. */
async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = "value" in source ? source.value : source.textContent;
  if (await toClipboard(text)) say(button, "Copied");
  else {
    select(source);
    say(button, "Selected: copy it with Ctrl+C");
  }
}

/** Says it in place of the button's words until it is left. */
function say(button, words) {
  const before = [...button.childNodes];
  button.replaceChildren(words);
  button.addEventListener("blur", () => button.replaceChildren(...before), { once: true });
  tell(words);
}

function select(source) {
  if ("select" in source) {
    source.focus();
    source.select();
  } else getSelection().selectAllChildren(source);
}

/** A file that only who has a key gets: fetched with it, and handed on under its name. */
async function fetchFile(link, name) {
  tell("Fetching the file");
  try {
    const answer = await ask(link.pathname + link.search, { accept: "*/*" });
    const address = URL.createObjectURL(await answer.blob());
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    tell("The file is there");
  } catch (error) {
    tell(error.message);
  }
}

/** Keeps the question under a name. Sent again after a broken line, it is kept once. */
async function save(form) {
  const said = document.getElementById("save-said");
  const body = { name: form.elements.name.value.trim(), query: JSON.parse(form.dataset.query) };
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const kept = await (await askOnce("/v1/chronologies", { method: "POST", body })).json();
    said.replaceChildren("Saved: ", make("a", { href: `/chronologies/${encodeURIComponent(kept.id)}` }, kept.name));
    said.className = "";
  } catch (error) {
    said.textContent = error instanceof Problem ? error.detail : String(error);
    said.className = "error";
  } finally {
    button.disabled = false;
  }
}

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-copy]");
    if (button) copy(button);
    const link = event.target.closest?.("a[download], a[data-file]");
    if (link && key() && link.origin === location.origin) {
      event.preventDefault();
      fetchFile(link, link.download || link.dataset.file);
    }
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "save") return;
    event.preventDefault();
    save(event.target);
  });
  onChange(() => {
    for (const element of document.querySelectorAll("[data-copy], #use [data-scripted]")) element.hidden = false;
  });
}
