/** Saves a text as a file, from memory: nothing of it is asked of a server or stands in an address. */

export function downloadText(fileName: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has taken it by then, and the keys stay in no blob.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
