// The page of a chronology: what stands in it already is made quick, and what only a script can draw is put beside it.

import "./navigate.js";
