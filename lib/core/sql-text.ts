/** Values and names written into SQL that people copy to Athena and CloudTrail Lake. Whatever a value holds, it stays one value. */

import { writableText } from "@/lib/core/writable-text";

const control = /[\p{Cc}\p{Zl}\p{Zp}]/u;

function escaped(character: string): string {
  return `\\${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}

/**
 * A text in quotes. Characters that control a terminal or end a line are written by their numbers, in SQL's own way: a name must not
 * look as if the statement went on.
 */
export function sqlText(value: string): string {
  const whole = writableText(value);
  const quoted = whole.replaceAll("'", "''");
  if (!control.test(whole)) return `'${quoted}'`;
  return `U&'${quoted.replaceAll("\\", "\\\\").replaceAll(new RegExp(control, "gu"), escaped)}'`;
}

/** A pattern that finds texts of these pieces with anything between them. What a piece holds stands for itself. */
export function likeText(...pieces: readonly string[]): string {
  const pattern = pieces.map((piece) => piece.replaceAll(/[\\%_]/g, "\\$&")).join("%");
  return `LIKE ${sqlText(pattern)} ESCAPE '\\'`;
}

/** A table's name, or a database's and a table's: `audit.cloudtrail_logs`. Null for what is none. */
export function sqlName(name: string): string | null {
  const parts = name.trim().split(".");
  const isName = parts.length <= 3 && parts.every((part) => part !== "" && part.length <= 128);
  if (!isName || control.test(name) || writableText(name) !== name) return null;
  return parts
    .map((part) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join(".");
}
