/** Writes to the clipboard within the click that asked for it, even when the text comes later. */

/** Whether it was written. A text that never comes, or a browser that says no, is a no. */
export async function copyText(text: string | Promise<string>): Promise<boolean> {
  try {
    if (typeof text === "string") await navigator.clipboard.writeText(text);
    else await writeLater(text);
    return true;
  } catch {
    return false;
  }
}

/** Safari writes only inside the click itself, so it is given the promise, not the text. */
async function writeLater(text: Promise<string>): Promise<void> {
  if (typeof ClipboardItem === "undefined") return await navigator.clipboard.writeText(await text);
  const blob = text.then((value) => new Blob([value], { type: "text/plain" }));
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}
