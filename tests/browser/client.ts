// What somebody writes who has nothing but our contract: types made of openapi.yaml, and a client that knows them.
// It says what it found, as JSON; test_typescript.py compares.

import createClient from "openapi-fetch";
import type { components, paths } from "./contract.js";

type Event = components["schemas"]["Event"];
type Problem = components["schemas"]["Problem"];

const baseUrl = process.argv[2] ?? "";
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl });

function must<T>(data: T | undefined, error: Problem | undefined): T {
  if (data === undefined) throw new Error(error?.detail ?? "no answer");
  return data;
}

async function keep(): Promise<string> {
  const { data, error } = await client.POST("/v1/documents", {
    body: {
      text: "The harbour council approved a new pier on 4 March 2024. It rejected a second one on 11 March 2024.",
      published_at: "2024-03-12",
      source: "Pier Gazette",
    },
  });
  const kept = must(data, error);
  if (!("document" in kept)) throw new Error("a job, which nobody asked for"); // Prefer: respond-async does
  return kept.document.id;
}

async function* readAll(document: string): AsyncGenerator<Event> {
  let cursor: string | undefined;
  do {
    const { data, error } = await client.GET("/v1/events", {
      params: {
        query: { document, from: "2024-03", to: "2024-03", min_salience: 0, sort: "time", limit: 1, ...(cursor && { cursor }) },
      },
    });
    const page = must(data, error);
    yield* page.events;
    cursor = page.next === null ? undefined : (new URL(page.next, baseUrl).searchParams.get("cursor") ?? undefined);
  } while (cursor !== undefined);
}

async function amend(event: Event): Promise<Event> {
  const { data, error } = await client.PATCH("/v1/events/{id}", {
    params: { path: { id: event.id }, header: { "If-Match": `"${event.version}"`, From: "ada@pier.example" } },
    body: { title: "The council approved a pier", why: "Shorter." },
  });
  return must(data, error);
}

async function refused(event: Event): Promise<string> {
  const { error } = await client.PATCH("/v1/events/{id}", {
    params: { path: { id: event.id }, header: { "If-Match": `"${event.version}"` } },
    body: { hidden: true },
  });
  switch (error?.type) {
    case "/problems/precondition-failed":
      return `read it again: ${error.status}`;
    case "/problems/not-found":
      return "gone";
    default:
      return "something else";
  }
}

const document = await keep();
const events: Event[] = [];
for await (const event of readAll(document)) events.push(event);
const [first] = events;
if (first === undefined) throw new Error("no events");
const amended = await amend(first);

console.log(
  JSON.stringify({
    document,
    starts: events.map((event) => event.time.start),
    title: amended.title,
    version: amended.version - first.version,
    refused: await refused(first),
  }),
);
