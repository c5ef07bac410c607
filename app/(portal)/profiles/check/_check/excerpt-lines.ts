/** The line of a finding and its neighbours, with its place marked and keys hidden. Pure. */

import { secretLines, secretsIn, wholeLineHidden } from "@/app/(portal)/profiles/_file/hide-secrets";

export type Piece = { text: string; marked: boolean };
export type ExcerptLine = { number: number; pieces: readonly Piece[]; here: boolean };

/** A file's lines, and which of them are nothing but a secret that goes on. */
export type Lines = { lines: readonly string[]; secret: ReadonlySet<number> };

export function linesOfFile(text: string): Lines {
  const lines = text.split(/\r\n|\r|\n/);
  return { lines, secret: secretLines(lines) };
}

const around = 1;
const mostCharacters = 300;

/** `line` and `column` from 1. */
export function excerpt({ lines, secret }: Lines, line: number, column: number): readonly ExcerptLine[] {
  const first = Math.max(1, line - around);
  const last = Math.min(lines.length, line + around);
  const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  return numbers.map((number) => {
    const text = lines[number - 1] ?? "";
    const here = number === line;
    const from = here ? column - 1 : null;
    if (secret.has(number - 1)) return { number, here, pieces: [{ text: wholeLineHidden, marked: here }] };
    return { number, here, pieces: piecesOf(text, from) };
  });
}

/** From `from` to the line's end is marked; null: nothing is. Keys are one piece each, as what stands for them. */
function piecesOf(text: string, from: number | null): readonly Piece[] {
  const pieces: Piece[] = [];
  const add = (piece: string, begin: number) => {
    if (from === null || begin >= from) pieces.push({ text: piece, marked: from !== null });
    else {
      pieces.push({ text: piece.slice(0, from - begin), marked: false });
      pieces.push({ text: piece.slice(from - begin), marked: true });
    }
  };
  let at = 0;
  for (const secret of secretsIn(text)) {
    add(text.slice(at, secret.from), at);
    pieces.push({ text: secret.shown, marked: from !== null && secret.to > from });
    at = secret.to;
  }
  add(text.slice(at), at);
  return shortened(pieces.filter((piece) => piece.text !== ""));
}

function shortened(pieces: readonly Piece[]): readonly Piece[] {
  let left = mostCharacters;
  const kept: Piece[] = [];
  for (const piece of pieces) {
    if (left <= 0) return [...kept, { text: "…", marked: false }];
    kept.push({ ...piece, text: piece.text.slice(0, left) });
    left -= piece.text.length;
  }
  return left < 0 ? [...kept, { text: "…", marked: false }] : kept;
}
