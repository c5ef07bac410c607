/** What stands in a config file beside a block of ours, as far as the block could quarrel with it. */

import { type IniFault, type IniSection, readIni } from "./ini-file";
import type { Span } from "./ini-lines";
import { botocoreMeaning, javascriptMeaning } from "./ini-meaning";
import { lineAt } from "./markers";
import { type ProfileBlock, profileHeader, sessionHeader } from "./profile-block";

/**
 * `line` from 1; null where it is about the whole. `profile`: the one that stands outside already; a block without it, left out of
 * its `profiles`, can be merged.
 */
export type MergeFinding = { line: number | null; message: string; profile: string | null };

export type Outside = {
  /** Where each profile and session stands, under `profile x` and `sso-session x`. */
  places: ReadonlyMap<string, number>;
  usedSessions: ReadonlySet<string>;
  /** Lines behind a block that belong to no section of their own. */
  orphans: readonly MergeFinding[];
  faults: readonly MergeFinding[];
};

const mostCharacters = 5 * 1024 * 1024;

/** A file that is wrong from top to bottom need not be told line by line. */
const mostFaults = 20;

/** Why a text cannot be a config file that we would change. */
export function unreadable(text: string): MergeFinding | null {
  const because = (message: string) => ({ line: null, message, profile: null });
  if (text.length > mostCharacters)
    return because("The file is larger than 5 MB. Nothing that AWS's tools read is.");
  if (text.startsWith("\ufeff")) {
    return because(
      "The file begins with a byte order mark, which the AWS CLI cannot read. Save it as UTF-8 without one.",
    );
  }
  const isText = !/(?![\t\n\v\f\r])[\p{Cc}\p{Cs}\ufffd]/u.test(text);
  return isText ? null : because("This is no text in UTF-8. Choose ~/.aws/config itself.");
}

/** Everything but the blocks to be replaced: the person's own lines, and blocks of other sets. */
export function outsideOf(text: string, ours: readonly Span[]): Outside {
  const places = new Map<string, number>();
  const usedSessions = new Set<string>();
  const orphans: MergeFinding[] = [];
  const faults: MergeFinding[] = [];

  for (const { from, to } of piecesBetween(text.length, ours)) {
    const { sections, faults: found } = readIni(text.slice(from, to));
    for (const section of sections) {
      note(section, from, places);
      for (const { key, value } of section.keys) if (key === "sso_session") usedSessions.add(value);
    }
    for (const fault of found.slice(0, mostFaults)) {
      // Behind a block, what has no section of its own has the block's last one.
      const isOrphan = fault.kind === "text-before-section" && from > 0;
      const message = wordsFor(fault, isOrphan);
      const finding = { line: lineAt(text, from + fault.from), message, profile: null };
      (isOrphan ? orphans : faults).push(finding);
    }
  }
  return { places, usedSessions, orphans, faults };
}

function piecesBetween(length: number, ours: readonly Span[]): readonly Span[] {
  const sorted = [...ours].sort((one, other) => one.from - other.from);
  const starts = [0, ...sorted.map(({ to }) => to)];
  return starts.map((from, at) => ({ from, to: sorted[at]?.from ?? length }));
}

function note({ header, from }: IniSection, offset: number, places: Map<string, number>): void {
  for (const meaning of [botocoreMeaning(header), javascriptMeaning(`[${header}]`)]) {
    if (meaning && meaning !== "refused") places.set(`${meaning.kind} ${meaning.name}`, offset + from);
  }
}

function wordsFor({ kind, name }: IniFault, isOrphan: boolean): string {
  if (isOrphan)
    return "This line stands behind a block of ours without a [section] of its own, and would belong to our last profile.";
  if (kind === "duplicate-section")
    return `[${name}] stands here a second time, so the AWS CLI refuses the whole file.`;
  if (kind === "duplicate-key")
    return `${name} stands twice in its section, so the AWS CLI refuses the whole file.`;
  if (kind === "text-before-section")
    return "This line stands before any [section], so the AWS CLI refuses the whole file.";
  return "This line has no key and value, so the AWS CLI refuses the whole file.";
}

/** Names that stand outside already: twice in one file they make it unreadable. */
export function conflictsWith(
  block: ProfileBlock,
  { places }: Outside,
  text: string,
): readonly MergeFinding[] {
  const headers = [...block.sessions.map(sessionHeader), ...block.profiles.map(profileHeader)];
  const seen = new Set<string>();
  return headers.flatMap((header): MergeFinding[] => {
    const place = places.get(header);
    const isTwice = seen.has(header);
    seen.add(header);
    if (isTwice) return [{ line: null, message: `The set itself has [${header}] twice.`, profile: null }];
    if (place === undefined) return [];
    const message = `[${header}] stands here already, outside of this set's block. The same name twice makes the AWS CLI refuse the whole file: rename or remove yours, or call the set's another.`;
    const profile = /^profile (.*)/.exec(header)?.[1] ?? null;
    return [{ line: lineAt(text, place), message, profile }];
  });
}
