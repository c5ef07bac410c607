/**
 * Puts a set's block into somebody's `~/.aws/config`. What stands outside of our marker lines stays as it is, byte for byte, and
 * whatever would make a tool refuse the file afterwards is found before: then nothing is written.
 */

import type { Span } from "./ini-lines";
import { beginLine, endLine, findBlocks } from "./markers";
import { type Change, changesBetween, newSections, sectionsWithin } from "./merge-changes";
import { conflictsWith, type MergeFinding, outsideOf, unreadable } from "./merge-outside";
import type { ProfileBlock } from "./profile-block";

export type Merge =
  | ({
      ok: true;
      /** The whole file. */
      text: string;
      /** Faults elsewhere in the file that stop AWS's tools, with or without us. */
      findings: readonly MergeFinding[];
    } & Change)
  /** Nothing is to be written. Each finding says why, and where. */
  | { ok: false; findings: readonly MergeFinding[] };

/** Sign-ins, which several sets may use, have a block of their own. */
const sessionsId = "sessions";

/** Pure. Merging a second time changes nothing. */
export function merge(existing: string, block: ProfileBlock): Merge {
  return put(existing, block.setId, block);
}

/** The file without that set, and without sign-ins that nobody uses any more. */
export function unmerge(existing: string, setId: string): Merge {
  return put(existing, setId, null);
}

function put(existing: string, setId: string, block: ProfileBlock | null): Merge {
  const refused = unreadable(existing);
  if (refused) return { ok: false, findings: [refused] };
  const found = findBlocks(existing);
  if (!found.ok)
    return { ok: false, findings: [{ line: found.line, message: found.message, profile: null }] };

  const { blocks } = found;
  const ours = [blocks.get(setId), blocks.get(sessionsId)].filter((span) => span !== undefined);
  const outside = outsideOf(existing, ours);
  const conflicts = [...outside.orphans, ...(block ? conflictsWith(block, outside, existing) : [])];
  if (conflicts.length > 0) return { ok: false, findings: conflicts };

  const within = (id: string) => sectionsWithin(textOf(existing, blocks.get(id)));
  const oldSessions = within(sessionsId);
  const fresh = newSections(block);
  const used = new Set([...outside.usedSessions, ...fresh.usedSessions]);
  const sessions = new Map(
    [...oldSessions, ...fresh.sessions].filter(([header]) => used.has(header.replace("sso-session ", ""))),
  );
  const text = composed(existing, blocks, setId, {
    [setId]: block && written(setId, block.source, [...fresh.profiles.values()]),
    [sessionsId]: sessions.size > 0 ? written(sessionsId, "", [...sessions.values()]) : null,
  });
  const before = new Map([...oldSessions, ...within(setId)]);
  const change = changesBetween(before, new Map([...sessions, ...fresh.profiles]));
  return { ok: true, text, ...change, findings: outside.faults };
}

function textOf(text: string, span: Span | undefined): string {
  return span ? text.slice(span.from, span.to) : "";
}

function written(id: string, source: string, sections: readonly string[]): string {
  const hint =
    "# Written by Sallyport, and replaced as a whole: keep your own lines outside of BEGIN and END.\n";
  return `${beginLine(id, source)}\n${hint}${sections.join("\n")}${endLine(id)}\n`;
}

/** Blocks in their old places; new ones at the end, sign-ins before the set that brings them. */
function composed(
  existing: string,
  blocks: ReadonlyMap<string, Span>,
  setId: string,
  texts: Readonly<Record<string, string | null>>,
): string {
  const eol = /\r?\n/.exec(existing)?.[0] ?? "\n";
  const textFor = (id: string) => texts[id]?.replaceAll("\n", eol) ?? "";
  const places = [sessionsId, setId]
    .flatMap((id) => {
      const span = blocks.get(id);
      return span ? [{ ...span, id }] : [];
    })
    .sort((one, other) => one.from - other.from);

  const parts: string[] = [];
  let at = 0;
  for (const { from, to, id } of places) {
    parts.push(existing.slice(at, from));
    if (id === setId && !blocks.has(sessionsId)) parts.push(textFor(sessionsId));
    parts.push(textFor(id));
    at = to;
  }
  parts.push(existing.slice(at));
  if (!blocks.has(setId)) {
    if (!blocks.has(sessionsId)) parts.push(textFor(sessionsId));
    parts.push(textFor(setId));
  }
  return joined(
    parts.filter((part) => part !== ""),
    eol,
    existing !== "" && !/[\r\n]$/.test(existing),
  );
}

/** A file whose last line had no end keeps it so: what is taken out again later leaves no line more than there was. */
function joined(parts: readonly string[], eol: string, isOpen: boolean): string {
  const text = parts
    .map((part, at) => (at < parts.length - 1 && !/[\r\n]$/.test(part) ? part + eol : part))
    .join("");
  return isOpen ? text.replace(/(\r\n|\n|\r)$/, "") : text;
}
