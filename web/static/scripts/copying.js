// Texts for elsewhere.

/** Whether a text is in the clipboard now. A browser need not let us, and does not where the page came over plain HTTP. */
export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
