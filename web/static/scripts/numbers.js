// Numbers as the pages write them, in English whatever the browser's language.

/** “1,234” */
export const number = (count) => count.toLocaleString("en");

/** “1,234 events”, “1 event” */
export const count = (many, one) => `${number(many)} ${one}${many === 1 ? "" : "s"}`;
