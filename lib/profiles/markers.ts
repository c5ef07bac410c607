/**
 * The lines between which a set's block stands in somebody's config file. Whatever looks like such a line and is none means that
 * nobody can say where a block ends, and then nothing is written.
 */

import type { Span } from "./ini-lines";

/** `to` is behind the line's end. */
export type Blocks =
  | { ok: true; blocks: ReadonlyMap<string, Span> }
  | { ok: false; line: number; message: string };

const marker = /^# (BEGIN|END) SALLYPORT ([a-z0-9-]{1,32})(?: .*)?$/;
const alike = /^\s*[#;]+\s*(BEGIN|END)\s*SALLYPORT\b/i;

export function beginLine(id: string, source: string): string {
  return `# BEGIN SALLYPORT ${id}${/^[!-~]+$/.test(source) ? ` ${source}` : ""}`;
}

export function endLine(id: string): string {
  return `# END SALLYPORT ${id}`;
}

/** From 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\r|\n/).length;
}

export function findBlocks(text: string): Blocks {
  const blocks = new Map<string, Span>();
  let open: { id: string; from: number } | null = null;
  for (const line of linesNaming(text)) {
    const written = text.slice(line.from, line.end);
    const [, way, id] = marker.exec(written) ?? [];
    const fault = (message: string): Blocks => ({ ok: false, line: lineAt(text, line.from), message });
    if (way === undefined || id === undefined) {
      if (alike.test(written))
        return fault("This line looks like one of Sallyport's marker lines, but was changed.");
    } else if (way === "BEGIN") {
      if (open) return fault(`The block ${id} begins before the block ${open.id} has ended.`);
      if (blocks.has(id)) return fault(`The block ${id} stands here a second time.`);
      open = { id, from: line.from };
    } else {
      if (open?.id !== id) return fault(`The block ${id} ends here, but its first line is missing.`);
      blocks.set(id, { from: open.from, to: line.to });
      open = null;
    }
  }
  if (!open) return { ok: true, blocks };
  return {
    ok: false,
    line: lineAt(text, open.from),
    message: `The block ${open.id} begins here, but its last line is missing.`,
  };
}

/** Lines that hold the word at all: files are long and markers few. */
function* linesNaming(text: string): Generator<Span & { end: number }> {
  const word = /sallyport/gi;
  for (let begun = 0, found = word.exec(text); found; found = word.exec(text)) {
    const before = text.slice(begun, found.index);
    const from = begun + Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
    const ending = /\r\n|\r|\n/g;
    ending.lastIndex = found.index;
    const stop = ending.exec(text);
    const end = stop?.index ?? text.length;
    const to = end + (stop?.[0].length ?? 0);
    yield { from, end, to };
    begun = to;
    word.lastIndex = to;
  }
}
