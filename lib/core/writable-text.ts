/** Text as commands and statements can hold it: NUL and halves of characters, which they cannot, are replaced and never left out. */
export function writableText(text: string): string {
  return text.replaceAll(/\0|\p{Surrogate}/gu, "\ufffd");
}
