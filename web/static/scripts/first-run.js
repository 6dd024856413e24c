// An archive in which nothing is yet: the demo articles are sent to the API as any client would, and each is told of as it is read.
//
// What breaks off is told, and can be taken up again: the articles that were read are known then, and pass in an instant.

import { Problem, ask } from "./api.js";
import { readLines } from "./lines.js";
import { enter } from "./navigation/replace.js";

const BULK = "/v1/documents:bulk";
const NDJSON = "application/x-ndjson";

document.addEventListener("click", (event) => {
  if (event.target.id === "read-demo") read();
});
document.addEventListener("dateline:page", offer);
offer();

function offer() {
  const demo = document.getElementById("demo");
  if (demo) demo.hidden = false;
}

async function read() {
  const button = document.getElementById("read-demo");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  document.getElementById("demo-wrong").textContent = "";
  try {
    const articles = await fetchArticles();
    await send(articles, articles.trimEnd().split("\n").length);
    history.replaceState(history.state, "", "/");
    await enter("/");
    document.getElementById("chronology-title")?.scrollIntoView?.();
  } catch (error) {
    complain(error);
    button.textContent = "Read on";
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

async function fetchArticles() {
  const answer = await ask(document.getElementById("demo").dataset.articles, { accept: NDJSON });
  return answer.text();
}

/** Sends them, and tells of the results as they come. Throws Problem where they end before the articles do. */
async function send(articles, count) {
  tell(0, count);
  let done = 0;
  let answer = await ask(BULK, { method: "POST", body: articles, accept: NDJSON, headers: { "Content-Type": NDJSON } });
  for (;;) {
    let sum = null;
    for await (const lines of readLines(answer.body, () => brokenOff(done, count))) {
      for (const result of lines.filter(Boolean).map((line) => JSON.parse(line))) {
        if (result.job) sum = result;
        else if (result.problem) throw new Problem(result.problem);
        else tell((done += 1), count);
      }
    }
    if (sum?.next) answer = await ask(sum.next, { accept: NDJSON });
    else if (sum && done >= count) return;
    else throw brokenOff(done, count);
  }
}

function tell(done, count) {
  document.getElementById("demo-reading").hidden = false;
  Object.assign(document.getElementById("demo-progress"), { max: count, value: done });
  const told = document.getElementById("demo-told");
  told.textContent = `${done} of ${count} read`;
}

function brokenOff(done, count) {
  const detail = `The connection broke off after ${done} of ${count}. What was read is kept; read on.`;
  return new Problem({ title: "Broken off", status: 0, detail });
}

function complain(error) {
  if (!(error instanceof Problem)) throw error;
  document.getElementById("demo-wrong").textContent = error.detail;
  if (error.status === 401 || error.status === 403) {
    document.dispatchEvent(new CustomEvent("dateline:key-needed", { detail: { why: error.detail } }));
  }
}
