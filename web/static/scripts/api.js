// Asking the server: with the key that was given, and with what went wrong as an error that says what to do.

const KEY = "dateline.key";

/** A refusal (RFC 9457), or a silence. `errors` are {pointer, detail}. */
export class Problem extends Error {
  constructor({ type, title, status, detail, errors = [], current }) {
    super(detail ?? title);
    Object.assign(this, { type, title, status, detail: detail ?? title, errors, current });
  }
}

/** The key of this tab, or null. */
export const key = () => sessionStorage.getItem(KEY);

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
  if (key()) sent.Authorization = `Bearer ${key()}`;
  if (body !== undefined && typeof body !== "string") {
    sent["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(path, { signal, method, body, headers: sent, credentials: "omit" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ title: "No answer", status: 0, detail: "The server does not answer. Is it running, and are you connected?" });
  }
  if (answer.ok) return answer;
  const isProblem = answer.headers.get("Content-Type")?.startsWith("application/problem+json");
  throw new Problem(isProblem ? await answer.json() : { title: answer.statusText, status: answer.status });
}
