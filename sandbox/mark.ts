/**
 * The mark that every secret of the sandbox's bears, beside all that is random about it: one that turns up where it does not belong
 * is known at sight, whole or in pieces. Nothing that may be shown has it.
 */

// In two halves: the sandbox's own program, once built, does not hold it, and can be searched like everything else.
export const secretMark = ["sAnDbOx", "SeCrEt"].join("");

/** Long secrets bear it again and again: each so many characters begin with it. */
const every = 64;

/** The same length as before. */
export function marked(text: string): string {
  const parts = text.match(new RegExp(`.{1,${every}}`, "gs")) ?? [];
  return parts
    .map((part) => (part.length > secretMark.length ? secretMark + part.slice(secretMark.length) : part))
    .join("");
}
