// What the types made of our contract keep somebody from writing. Each line must be refused, or `tsc` fails.

import createClient from "openapi-fetch";
import type { paths } from "./contract.js";

const client = createClient<paths, "application/json" | "application/problem+json">();

export async function mistakes(): Promise<void> {
  // @ts-expect-error  there is no such path
  await client.GET("/v1/event");
  // @ts-expect-error  nor such a parameter
  await client.GET("/v1/events", { params: { query: { colour: "red" } } });
  // @ts-expect-error  nor such an order
  await client.GET("/v1/events", { params: { query: { sort: "backwards" } } });
  // @ts-expect-error  words are a text
  await client.POST("/v1/documents", { body: { text: 7 } });
  // @ts-expect-error  a change says of which version
  await client.PATCH("/v1/events/{id}", { params: { path: { id: "ev_1" } }, body: { hidden: true } });
  // a read does not
  const { data, error } = await client.GET("/v1/events/{id}", { params: { path: { id: "ev_1" } } });
  // @ts-expect-error  an event has no such field
  data?.colour;
  // @ts-expect-error  nor a problem such a type
  if (error?.type === "/problems/bad-weather") return;
  // @ts-expect-error  what may be null is asked whether it is
  data?.time.start.length;
}
