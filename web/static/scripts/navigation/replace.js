// A whole page in the place of the one that is shown, without loading anew: for pages that only a key opens, which a browser that
// follows a link cannot send.

import { askPage } from "../api.js";

/**
 * Fetches the page of an address with the key of this tab, and shows it where it is not refused for want of one.
 * @returns {Promise<{status: number, detail: string}>} `detail` is what a refusal says
 */
export async function enter(address) {
  const { status, page, address: reached } = await askPage(address);
  const detail = page.getElementById("refusal")?.dataset.detail ?? "";
  if (status !== 401) {
    if (reached.href !== location.href) history.replaceState(history.state, "", reached);
    await put(page);
  }
  return { status, detail };
}

/** Shows a page: its styles first, then what it says, then its scripts. Tells all by the event `dateline:page`. */
async function put(page) {
  await Promise.all([...page.querySelectorAll('link[rel="stylesheet"]')].map(addStyle));
  document.title = page.title;
  replaceData(page.body);
  for (const part of ["main", ".masthead nav"]) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  }
  document.documentElement.classList.remove("entering");
  document.dispatchEvent(new CustomEvent("dateline:page"));
  for (const script of page.querySelectorAll('head script[type="module"]')) await import(addressOf(script, "src"));
}

function replaceData(body) {
  for (const name of Object.keys(document.body.dataset)) if (!(name in body.dataset)) delete document.body.dataset[name];
  Object.assign(document.body.dataset, body.dataset);
}

/** Resolves when it can be used, or cannot be had. */
function addStyle(link) {
  const address = addressOf(link, "href");
  if ([...document.styleSheets].some((sheet) => sheet.href === address)) return null;
  const added = document.createElement("link");
  added.rel = "stylesheet";
  added.media = link.media;
  added.href = address;
  return new Promise((resolve) => {
    added.onload = added.onerror = resolve;
    document.head.append(added);
  });
}

/** A parsed page has no address of its own; its paths are of this server. */
const addressOf = (element, name) => new URL(element.getAttribute(name), location.href).href;
