/** A value as one word of a command that people paste into bash or zsh. */

import { writableText } from "@/lib/core/writable-text";

const plain = /^[A-Za-z0-9_./:=,@+-]+$/;
const control = /[\p{Cc}\p{Zl}\p{Zp}]/u;

function bytes(character: string): string {
  const written = [...new TextEncoder().encode(character)];
  return written.map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

/**
 * Nothing expands in it. A terminal acts on control characters before any shell sees their quotes, so these are written by their
 * numbers. NUL, which no word can hold, and halves of characters are replaced.
 */
export function shellWord(value: string): string {
  const whole = writableText(value);
  if (plain.test(whole)) return whole;
  if (!control.test(whole)) return `'${whole.replaceAll("'", "'\\''")}'`;
  const inside = whole.replaceAll(/[\\']/g, "\\$&").replaceAll(new RegExp(control, "gu"), bytes);
  return `$'${inside}'`;
}
