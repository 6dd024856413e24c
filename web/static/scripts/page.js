// The page of a chronology: what stands in it already is made quick, and what only a script can draw is put beside it.

import "./first-run.js";
import * as counts from "./filters/counts.js";
import * as event from "./event/event.js";
import * as filters from "./filters/filters.js";
import { tell } from "./navigation/navigate.js";
import * as suggest from "./filters/suggest.js";
import * as use from "./use.js";

for (const part of [filters, suggest, use, counts, event]) part.start();

// The list does not wait for the drawings, and is there without them.
import("./drawings/drawings.js").then(
  ({ start }) => start(),
  () => tell("The timeline could not be loaded."),
);
