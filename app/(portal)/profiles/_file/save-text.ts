/** A text as a file of the person's own machine. Made in the browser: no server sees it. */

export function downloadText(name: string, text: string): void {
  // No charset and no type of its own, or some browsers add an ending to the name.
  const address = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then, and the text is not kept longer than it takes.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
