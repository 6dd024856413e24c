// Asking the server: with the key that was given, and with what went wrong as an error that says what to do.

const KEY = "dateline.key";

/** A refusal (RFC 9457), or a silence. `errors` are {pointer, detail}; `page` is the HTML of one that came as a page. */
export class Problem extends Error {
  constructor({ type, title, status, detail, errors = [], current, page }) {
    super(detail ?? title);
    Object.assign(this, { type, title, status, detail: detail ?? title, errors, current, page });
  }
}

/** The key of this tab, or null; as in the frame of another site, where a browser may let nothing be kept. */
export function key() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Keeps a key while the tab is open; null forgets it. */
export function keepKey(secret) {
  if (secret) sessionStorage.setItem(KEY, secret);
  else sessionStorage.removeItem(KEY);
}

/**
 * Asks a path of this server. A `body` that is no string is sent as JSON. Throws Problem for a refusal and where there is no answer,
 * AbortError where `signal` says so.
 * @returns {Promise<Response>}
 */
export async function ask(path, { signal, accept = "application/json", method = "GET", body, headers = {} } = {}) {
  const sent = { Accept: accept, ...headers };
  if (body !== undefined && typeof body !== "string") {
    sent["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  const answer = await send(path, { signal, method, body, headers: sent });
  if (answer.ok) return answer;
  const type = answer.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/problem+json")) throw new Problem(await answer.json());
  const page = type.startsWith("text/html") ? await answer.text() : undefined;
  throw new Problem({ title: answer.statusText, status: answer.status, page });
}

const attempts = new Map();

/**
 * The same for what is to be done once: what is sent again after a broken line goes under the name it had (Idempotency-Key).
 * @returns {Promise<Response>}
 */
export async function askOnce(path, request) {
  const what = JSON.stringify([path, request.method, request.body, request.headers]);
  const name = attempts.get(what) ?? nameAttempt();
  attempts.set(what, name);
  const answer = await ask(path, { ...request, headers: { ...request.headers, "Idempotency-Key": name } });
  attempts.delete(what);
  return answer;
}

/** 128 random bits; crypto.randomUUID is for secure origins alone. */
function nameAttempt() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Asks for a page, which may be one that says what is wrong. Throws Problem where there is no answer.
 * @returns {Promise<{status: number, page: Document, address: URL}>} `address` is where redirects led
 */
export async function askPage(path, { signal } = {}) {
  const answer = await send(path, { signal, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await readText(answer), "text/html");
  return { status: answer.status, page, address: new URL(answer.url) };
}

async function send(path, { headers, ...options }) {
  const secret = key();
  const sent = secret ? { ...headers, Authorization: `Bearer ${secret}` } : headers;
  return unlessSilent(() => fetch(path, { ...options, headers: sent, credentials: "omit" }));
}

const readText = (answer) => unlessSilent(() => answer.text());

async function unlessSilent(call) {
  try {
    return await call();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    const detail = "The server does not answer. Is it running, and are you connected?";
    throw new Problem({ title: "No answer", status: 0, detail });
  }
}
