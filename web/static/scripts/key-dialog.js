// The key: where it is asked for, kept and forgotten. It stays in this tab (api.js), and is in no address, cookie or form.
//
// Any part that was refused says so by `document.dispatchEvent(new CustomEvent("dateline:key-needed", {detail: {why}}))`; the dialog
// opens and says why. A page that came as a refusal for want of a key is put in place with the one of this tab, or asks for one.

import { Problem, keepKey, key } from "./api.js";
import { enter } from "./navigation/replace.js";

const SCOPES = {
  read: "read",
  ingest: "keep articles",
  curate: "decide of events and chronologies",
  admin: "everything",
};

const dialog = document.getElementById("key-dialog");
const button = document.getElementById("key-button");
const LETTERS = /^[!-~]+$/; // what a header can carry
let shownFor = null; // the key for which the page is as it is
const refused = () => document.querySelector('#refusal[data-status="401"]');

if (dialog && button) {
  button.addEventListener("click", () => open());
  document.addEventListener("dateline:key-needed", (event) => open(event.detail?.why));
  document.addEventListener("dateline:page", show);
  document.addEventListener("submit", use);
  dialog.querySelector("[data-forget-key]").addEventListener("click", forget);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  addEventListener("pageshow", leaveOthers);
  show();
  if (refused() && key()) tryKey();
}

/** The button where it serves something, and the form of a page that needs a key. */
function show() {
  shownFor = key();
  button.hidden = !("keyed" in document.body.dataset || key());
  for (const form of document.querySelectorAll("[data-key-form]")) form.hidden = false;
  dialog.querySelector("[data-forget-key]").hidden = !key();
  const may = (document.body.dataset.may ?? "").split(" ").filter(Boolean);
  const has = may.map((scope) => `${scope} (${SCOPES[scope] ?? scope})`).join(", ");
  const whose = key() ? "This key may" : "Without a key you may";
  document.getElementById("key-may").textContent = may.length ? `${whose} ${has}.` : `${whose} do nothing here.`;
}

function open(why = "") {
  document.getElementById("key-why").textContent = why;
  document.getElementById("dialog-wrong").textContent = "";
  show();
  if (!dialog.open) dialog.showModal();
  document.getElementById("dialog-key").focus();
}

/** The page as the key of this tab opens it. A key that opens nothing is forgotten. */
async function tryKey() {
  const { why } = await attempt();
  document.documentElement.classList.remove("entering");
  if (why) document.getElementById("door-wrong").textContent = why;
}

async function use(event) {
  const form = event.target;
  if (!("keyForm" in form.dataset)) return;
  event.preventDefault();
  const field = form.querySelector("input");
  const wrong = form.querySelector(".wrong");
  const submit = form.querySelector("button");
  if (submit.getAttribute("aria-disabled") === "true") return;
  const before = key();
  const secret = field.value.trim();
  if (!LETTERS.test(secret)) {
    wrong.textContent = "That is no key: one begins with dl_, and has letters from a to z, digits, - and _ alone.";
    return field.select();
  }
  submit.setAttribute("aria-disabled", "true");
  keepKey(secret);
  const { why } = await attempt(before);
  submit.removeAttribute("aria-disabled");
  wrong.textContent = why;
  if (why) return field.select();
  field.value = "";
  if (dialog.contains(form)) dialog.close(); // else it was opened meanwhile, and stays
  (document.querySelector("main h1") ?? document.body).focus?.();
}

/** Shows this page by the key of the tab; else puts back the one before, and tells why. */
async function attempt(before = null) {
  try {
    const { status, detail } = await enter(location.href);
    if (status !== 401) return { why: "" };
    keepKey(before);
    show();
    return { why: detail || "The key does not hold." };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { why: error.detail }; // no answer: the key may be good
  }
}

/** A page that the browser has kept, and shows again as it was, may be of a key that was forgotten meanwhile: then it is asked for anew. */
function leaveOthers({ persisted }) {
  if (!persisted || key() === shownFor) return;
  document.documentElement.classList.add("entering");
  location.reload();
}

/** Forgets it, and shows what nobody needs a key for. */
function forget() {
  keepKey(null);
  dialog.close();
  location.reload();
}
