/** What a merge does to a file, line by line. Outside of our blocks nothing changes, so only they are looked at. Pure. */

import { findBlocks } from "@/lib/profiles/markers";

export type DiffRow =
  | { kind: "same" | "added" | "removed"; text: string }
  /** Sections that stay as they are. */
  | { kind: "kept"; sections: number };

/** A section with the lines that follow it; the first one has the marker line and no header. */
type Chunk = { key: string; text: string };

/** Sign-ins first, then the set. Empty where nothing changes. */
export function regionDiff(before: string, after: string, setId: string): readonly DiffRow[] {
  const rows = ["sessions", setId].flatMap((id) =>
    chunkDiff(chunksOf(blockIn(before, id)), chunksOf(blockIn(after, id))),
  );
  return rows.some(({ kind }) => kind === "added" || kind === "removed") ? rows : [];
}

function blockIn(text: string, id: string): string {
  const found = findBlocks(text);
  const span = found.ok ? found.blocks.get(id) : undefined;
  return span ? text.slice(span.from, span.to).replace(/\r\n?/g, "\n") : "";
}

/** Whoever edited a block by hand may have a section twice; each time counts for itself. */
function chunksOf(block: string): readonly Chunk[] {
  if (block === "") return [];
  const times = new Map<string, number>();
  return block.split(/^(?=\[|# END SALLYPORT )/m).map((text) => {
    const header = text.slice(0, text.indexOf("\n"));
    const time = (times.get(header) ?? 0) + 1;
    times.set(header, time);
    return { key: /^\[|^# END/.test(header) ? `${header} ${time}` : "", text };
  });
}

function chunkDiff(before: readonly Chunk[], after: readonly Chunk[]): readonly DiffRow[] {
  const old = new Map(before.map(({ key, text }) => [key, text]));
  const fresh = new Set(after.map(({ key }) => key));
  const rows: DiffRow[] = [];
  let passed = 0;
  const places = new Map(before.map(({ key }, place) => [key, place]));
  for (const { key, text } of after) {
    const place = places.get(key);
    if (place !== undefined) {
      for (; passed < place; passed++) addGone(before[passed]);
      passed = Math.max(passed, place + 1);
    }
    const was = old.get(key);
    if (was === undefined) rows.push(...rowsOf("added", linesOf(text)));
    else if (was.trimEnd() !== text.trimEnd()) rows.push(...lineDiff(linesOf(was), linesOf(text)));
    else if (key.startsWith("[")) keep(rows);
  }
  for (; passed < before.length; passed++) addGone(before[passed]);
  return rows;

  function addGone(chunk: Chunk | undefined): void {
    if (chunk && !fresh.has(chunk.key)) rows.push(...rowsOf("removed", linesOf(chunk.text)));
  }
}

function keep(rows: DiffRow[]): void {
  const last = rows.at(-1);
  if (last?.kind === "kept") last.sections += 1;
  else rows.push({ kind: "kept", sections: 1 });
}

/** Of one section, which has a few lines: what both have at the beginning and at the end is the same. */
function lineDiff(old: readonly string[], fresh: readonly string[]): readonly DiffRow[] {
  const most = Math.min(old.length, fresh.length);
  let first = 0;
  while (first < most && old[first] === fresh[first]) first++;
  let last = 0;
  while (last < most - first && old.at(-1 - last) === fresh.at(-1 - last)) last++;
  return [
    ...rowsOf("same", old.slice(0, first)),
    ...rowsOf("removed", old.slice(first, old.length - last)),
    ...rowsOf("added", fresh.slice(first, fresh.length - last)),
    ...rowsOf("same", old.slice(old.length - last)),
  ];
}

function rowsOf(kind: "same" | "added" | "removed", lines: readonly string[]): readonly DiffRow[] {
  return lines.map((text) => ({ kind, text }));
}

function linesOf(text: string): readonly string[] {
  return text.trimEnd().split("\n");
}
