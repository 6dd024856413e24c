/**
 * /try: reads a text while it is typed, marks its times and events, and explains each.
 *
 * A pause in typing asks the server; what is typed meanwhile ends that question and asks the next. Marks stay until better ones have
 * come. The pause grows with the time that the last answer took, so that somebody who types keeps a server at most half busy, and is
 * longer where a key pays for each character.
 */

import { ask, key, Problem } from "../api.js";
import { openArticle } from "./article.js";
import { EXAMPLE, SHOWN } from "./example.js";
import { explain, tiedTo } from "./explaining.js";
import { copy, keep, readScopes, writeCommand } from "./keeping.js";
import { cut, mark, spansOf } from "./marking.js";
import { make } from "../nodes.js";
import { number } from "../numbers.js";
import { pointAt } from "./pointing.js";
import { count, inTime, leastOf, list } from "./telling.js";

const PATH = "/v1/extractions?explain=true&offset_unit=utf16";
const PAUSE = 250;
const LONGEST_PAUSE = 2000;
const PAUSE_WITH_KEY = 800;
/** Milliseconds. */

const AGAIN = [0, 408, 429, 503];
/** Statuses of problems that may be gone in a while. */

const part = (id) => document.getElementById(id);

let answer = null; // the last that came, with `body`, what it answers
let running = null;
let timer = 0;
let took = 0;
let isPaid = key() !== null;
let toShow = null; // words of a time, to begin with
let lockedWith; // the key, or null, with which the server let nobody in

let marks;
let article;
let usual; // salience from which on a timeline has an event

function schedule(pause = Math.max(PAUSE, Math.min(took, LONGEST_PAUSE), isPaid ? PAUSE_WITH_KEY : 0)) {
  clearTimeout(timer);
  const body = article.body();
  if (running && isSame(body, running.body)) return;
  running?.controller.abort();
  running = null;
  beBusy(false);
  if (body === null) return clear();
  if (answer && isSame(body, answer.body)) return showTrouble(null);
  beBusy(true);
  timer = setTimeout(read, pause, body);
}

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function beBusy(isBusy) {
  part("read").setAttribute("aria-busy", String(isBusy));
}

async function read(body) {
  if (lockedWith !== undefined && lockedWith === key()) return beBusy(false);
  const own = { body, controller: new AbortController() };
  running = own;
  const began = performance.now();
  try {
    const response = await ask(PATH, { method: "POST", body, signal: own.controller.signal });
    const found = await response.json();
    if (running !== own) return;
    took = performance.now() - began;
    answer = { ...found, body };
    lockedWith = undefined;
    tellBudget(response.headers.get("RateLimit"));
    showTrouble(null);
    show();
  } catch (error) {
    if (running !== own || error.name === "AbortError") return;
    if (!(error instanceof Problem)) throw error;
    showTrouble(error);
  } finally {
    if (running === own) {
      running = null;
      beBusy(false);
    }
  }
}

function clear() {
  answer = null;
  marks.replace("");
  for (const id of ["byline", "undated"]) part(id).textContent = "";
  tell(part("found"), "Nothing to read yet.");
  showTrouble(null);
  part("told").hidden = true;
}

function show() {
  const least = leastOf(answer, usual, part("background").checked);
  const { text, title, source, published_at, language } = answer.document;
  part("marked").lang = language;
  marks.replace(mark(cut(text, spansOf(answer, least, usual))));
  part("byline").textContent = [title, source, published_at, language].filter(Boolean).join(" · ");
  tell(part("found"), count(answer, least));
  const undated = answer.warnings.find(({ code }) => code === "no-publication-date");
  part("undated").textContent = undated?.detail.replace(/; send published_at.*$/, ".") ?? "";
  const others = answer.warnings.filter((each) => each !== undated);
  part("warnings").replaceChildren(...others.map(({ detail }) => make("li", {}, detail)));
  part("list").replaceChildren(list(inTime(answer, least)));
  part("told").hidden = false;
  part("done").textContent = "";
  part("command").hidden = true;
  if (part("raw").open) showAnswer();
  const first = toShow && answer.times.find((each) => each.text === toShow);
  if (first) marks.show(first.id);
  toShow = null;
}

/** What is said already is not said again. */
function tell(where, words) {
  if (where.textContent !== words) where.textContent = words;
}

function tellBudget(limit) {
  const left = limit?.match(/;r=(\d+)/)?.[1];
  isPaid = key() !== null || left !== undefined;
  part("state").textContent = left
    ? `Each reading is paid from the key’s budget: ${number(Number(left))} characters are left of this hour.`
    : "";
}

function showExplanation(ids) {
  const tied = ids && answer ? tiedTo(answer, ids) : new Set();
  for (const piece of part("marked").querySelectorAll("mark")) {
    piece.classList.toggle("is-tied", piece.dataset.marks.split(" ").some((id) => tied.has(id)));
  }
  part("explanation").replaceChildren(ids && answer ? explain(answer, ids) : "");
  part("explained").classList.toggle("is-open", Boolean(ids));
  part("close").hidden = !ids;
}

function showTrouble(problem) {
  const flaws = problem?.errors.map(({ pointer }) => pointer) ?? [];
  article.blame(flaws);
  const box = part("trouble");
  if (problem === null) return box.replaceChildren();
  const isLocked = problem.status === 401;
  if (isLocked) lockedWith = key();
  const more = problem.errors.filter(({ detail }) => !problem.detail.includes(detail));
  const again = make("button", { type: "button", class: "quiet" }, isLocked ? "Give a key" : "Try again");
  again.addEventListener("click", () => (isLocked ? askForKey(problem) : retry()));
  box.replaceChildren(
    make("p", { class: "error" }, problem.detail),
    ...(more.length ? [make("ul", {}, ...more.map(({ pointer, detail }) => make("li", {}, `${pointer.slice(1)}: ${detail}`)))] : []),
    ...(isLocked || AGAIN.includes(problem.status) ? [make("p", {}, again)] : []),
  );
  if (isLocked) askForKey(problem);
}

function askForKey(problem) {
  document.dispatchEvent(new CustomEvent("dateline:key-needed", { detail: { problem, why: problem.detail } }));
}

function retry() {
  const body = article.body();
  if (body !== null && running === null) read(body);
}

function goTo(id) {
  if (!part("marked").querySelector(`[data-marks~="${CSS.escape(id)}"]`)) {
    part("background").checked = true;
    show();
  }
  marks.go(id);
}

function showAnswer() {
  const { body, ...told } = answer;
  part("raw").querySelector("pre").textContent = JSON.stringify(told, null, 2);
}

/** What stands in the form, be its reading there yet or not. */
const written = () => article.body() ?? answer.body;

async function keepIt() {
  part("keep").disabled = true;
  try {
    part("done").replaceChildren(await keep(written()));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    part("done").textContent = error.detail;
    if (error.status === 401) askForKey(error);
  } finally {
    part("keep").disabled = false;
  }
}

async function offerToKeep() {
  const scopes = key() === null ? document.body.dataset.may : await readScopes().catch(() => "");
  const offered = part("keep");
  if (offered) offered.hidden = !scopes.split(" ").includes("ingest");
}

function putExample() {
  toShow = matchMedia("(width >= 46rem)").matches ? SHOWN : null; // narrow, it would cover the text
  article.fill(EXAMPLE, { isExample: true });
  schedule(0);
}

/** Begins, and begins again where a key has put the page anew; what was typed is kept. */
function start() {
  const page = part("try");
  if (!page?.hidden) return;
  running?.controller.abort();
  clearTimeout(timer);
  answer = running = null;
  lockedWith = undefined;
  isPaid = key() !== null;
  usual = Number(page.dataset.minSalience);
  marks = pointAt(part("marked"), showExplanation);
  article = openArticle(part("article"), () => schedule());
  listen(page);
  page.hidden = false;
  offerToKeep();
  const kept = article.kept();
  if (kept === null) return putExample();
  article.fill(kept, { isExample: kept.text === EXAMPLE.text });
  schedule(0);
}

function listen(page) {
  part("example").addEventListener("click", () => {
    putExample();
    part("text").focus();
  });
  part("clear").addEventListener("click", () => {
    article.fill({});
    part("text").focus();
  });
  part("background").addEventListener("change", () => answer && show());
  part("close").addEventListener("click", () => marks.close());
  part("raw").addEventListener("toggle", () => part("raw").open && answer && showAnswer());
  part("keep").addEventListener("click", keepIt);
  part("copy").addEventListener("click", async () => {
    const command = writeCommand(PATH, written(), { origin: location.origin, hasKey: key() !== null });
    part("done").textContent = await copy(command, part("command"));
  });
  page.addEventListener("click", ({ target }) => {
    const leading = target.closest("[data-goto]");
    if (leading) goTo(leading.dataset.goto);
  });
  page.addEventListener("keydown", (event) => event.key === "Escape" && marks.escape());
}

document.addEventListener("dateline:page", start);
start();
