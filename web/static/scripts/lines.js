// Answers that come a line at a time (NDJSON), or a page at a time.

/**
 * The whole lines of a body, as many at a time as have come. Throws AbortError, and what `brokenOff` makes where the body ends before
 * it is whole.
 * @param {ReadableStream} body
 * @param {() => Error} brokenOff
 */
export async function* readLines(body, brokenOff) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await read(reader, brokenOff);
      if (done) break;
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      if (lines.length) yield lines;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
  if (rest) throw brokenOff();
}

async function read(reader, brokenOff) {
  try {
    return await reader.read();
  } catch (error) {
    throw error.name === "AbortError" ? error : brokenOff();
  }
}

/** The path of the next page of an answer, on this server; null behind the last. */
export function nextPath(answer) {
  const next = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get("Link") ?? "")?.[1];
  if (next === undefined) return null;
  const { pathname, search } = new URL(next, answer.url);
  return pathname + search;
}
