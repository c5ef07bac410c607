/**
 * `npm run audit:verify`: is the record what was written? From the database, or from a file with the public key alone. It needs
 * no portal that runs, and answers in words for somebody who has never seen it.
 */

import "server-only";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PortalError } from "@/lib/core/portal-error";
import { faultSentence, type RecordFault } from "@/lib/core/record-fault";
import { publicKeysIn } from "@/lib/env/audit-keys";
import { type AnchorFile, readAnchorFile, recordFile } from "@/lib/store/record-file";
import { type TrustedKeys, trustedKeys, trustedKeysOf } from "@/lib/store/signing-key";
import { type RecordVerdict, verifyRecord } from "@/lib/store/verify-record";

export const usage = `Verifies the audit record: that nothing in it was changed, removed, added or written anew.

  npm run audit:verify
      the record in the database of DATABASE_URL, or in DATA_DIR, with the portal's own settings
  npm run audit:verify -- --public-key key.pem
      the same without the portal's secrets
  npm run audit:verify -- --file record.jsonl --public-key key.pem
      an exported record: needs no portal, no database and no settings

  --public-key FILE  the key that signs the record; the page Admin, Record shows it, and so does
                     npm run audit:public-key. Several keys may stand in the file, one below the other
  --anchor FILE      compare with the statements that were kept elsewhere: finds an end that was cut off
  --selection        the file holds chosen events, such as those of one person, and not all

Ends with 0 if the record is intact, 1 if it is not, 2 if it could not be checked.`;

type Flags = { file?: string; "public-key"?: string; anchor?: string; selection?: boolean; help?: boolean };

type Place = { DATABASE_URL?: string | undefined; DATA_DIR?: string | undefined };

type Result = { code: 0 | 1 | 2; lines: string[] };

/** What cannot be checked, in a sentence for whoever asked. */
function cannot(why: string): never {
  throw new PortalError("unexpected", why);
}

function flagsOf(args: readonly string[]): Flags {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = { file: text, "public-key": text, anchor: text, selection: flag, help: flag };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (fault) {
    return cannot(`${fault instanceof Error ? fault.message : fault}\n\n${usage}`);
  }
}

function keysFrom(path: string | undefined, isNeeded: boolean): TrustedKeys {
  if (path !== undefined) {
    try {
      return trustedKeysOf(publicKeysIn(readFileSync(path, "utf8")));
    } catch (fault) {
      return cannot(`--public-key ${path}: ${fault instanceof Error ? fault.message : fault}`);
    }
  }
  if (isNeeded) cannot("Name the key that signs the record with --public-key.");
  try {
    return trustedKeys();
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    return cannot(
      `${why}\nWithout the portal's settings, name the key that signs the record with --public-key.`,
    );
  }
}

/** Opened as it is: nothing is migrated, and a folder without a record is not made one. */
async function openedDatabase({ DATABASE_URL, DATA_DIR }: Place) {
  if (DATABASE_URL) {
    const { openPostgresql } = await import("@/lib/store/postgresql");
    return openPostgresql(DATABASE_URL);
  }
  const folder = DATA_DIR || "./data";
  if (!existsSync(join(folder, "postgresql"))) {
    cannot(
      `There is no record in ${folder}. Set DATABASE_URL or DATA_DIR, or name an exported one with --file.`,
    );
  }
  const { openEvaluationStore } = await import("@/lib/store/evaluation-store");
  try {
    return await openEvaluationStore(folder);
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    return cannot(
      `${why}\nThe evaluation store has room for one process: stop the portal, or verify on its page Admin, Record.`,
    );
  }
}

type Checked = RecordVerdict & { anchor: AnchorFile | null };

function anchorFaults({ unsigned, unreadable }: AnchorFile): RecordFault[] {
  return [
    ...unsigned.map((number) => ({ kind: "anchor-unsigned" as const, number, to: number })),
    ...unreadable.map((line) => ({ kind: "unreadable" as const, line, to: line })),
  ];
}

async function checked(flags: Flags, place: Place, onProgress: (events: number) => void): Promise<Checked> {
  const { file, selection = false } = flags;
  if (selection && file === undefined) cannot("--selection goes with --file.");
  const trusted = keysFrom(flags["public-key"], file !== undefined);
  const anchor = flags.anchor === undefined ? null : await readAnchorFile(flags.anchor, trusted);
  const anchors = anchor?.anchors ?? [];
  const verdict = file
    ? await verifyRecord(recordFile(file), { extent: selection ? "selection" : "part", trusted, anchors })
    : await verifiedDatabase(place, trusted, anchors, onProgress);
  const more = anchor ? anchorFaults(anchor) : [];
  return {
    ...verdict,
    faults: [...verdict.faults, ...more],
    faultCount: verdict.faultCount + more.length,
    anchor,
  };
}

async function verifiedDatabase(
  place: Place,
  trusted: TrustedKeys,
  anchors: AnchorFile["anchors"],
  onProgress: (events: number) => void,
): Promise<RecordVerdict> {
  const { verifyDatabase } = await import("@/lib/store/verify-store");
  const db = await openedDatabase(place);
  try {
    return await verifyDatabase(db, trusted, { anchors, onProgress });
  } finally {
    await db.close();
  }
}

const counted = (count: number) => count.toLocaleString("en-US");

/** What was looked at, and what could not be. */
function scope({ extent, events, statements, first, head, signed, vouched, anchor }: Checked): string[] {
  const lines = [`${counted(events)} events, ${counted(statements)} signed statements.`];
  if (first !== null && head) {
    lines.push(
      `Events ${counted(first)} to ${counted(head.seq)}.`,
      `The last event's digest is ${head.hash}.`,
    );
  }
  if (signed) {
    const { number, at, keyId, seq } = signed;
    lines.push(`Statement ${number} of ${at}, signed with key ${keyId}, goes to event ${counted(seq)}.`);
  }
  if (anchor) lines.push(`Compared with ${counted(anchor.anchors.length)} statements of the anchor.`);
  if (events > vouched) {
    lines.push(
      `No signature vouches for ${counted(events - vouched)} of the events: nothing but their own digests.`,
    );
  }
  if (extent === "part" && first !== null && first > 1) {
    lines.push(`What was recorded before event ${counted(first)} is not in this file and was not checked.`);
  }
  if (extent === "part")
    lines.push("Whether the record goes on after the end of this file cannot be told from it.");
  if (extent === "selection") {
    lines.push(
      "Each event was checked by itself. Whether others were left out cannot be told from a selection.",
    );
  }
  if (extent === "whole" && !anchor) {
    lines.push("Without --anchor, an end that was cut off together with its statements is not found.");
  }
  return lines;
}

function said(found: Checked): Result {
  const { faults, faultCount, events, statements } = found;
  const about = scope(found).map((line) => `  ${line}`);
  if (faultCount > 0) {
    const more = faultCount > faults.length ? [`  and ${counted(faultCount - faults.length)} more.`] : [];
    const number = faultCount === 1 ? "one fault" : `${counted(faultCount)} faults`;
    const told = faults.map((fault) => `  ${faultSentence(fault)}`);
    const what = "What to do now: docs/operations/audit-record.md, “When a fault is found”.";
    return {
      code: 1,
      lines: [`The audit record is NOT intact: ${number}.`, "", ...told, ...more, "", ...about, "", what],
    };
  }
  if (events === 0 && statements === 0)
    return { code: 2, lines: ["There is nothing to check: no event, no statement."] };
  return { code: 0, lines: ["The audit record is intact.", "", ...about] };
}

/** Never throws: what could not be checked is an answer, too. */
export async function verifyCommand(
  args: readonly string[],
  place: Place,
  onProgress: (events: number) => void,
): Promise<Result> {
  try {
    const flags = flagsOf(args);
    if (flags.help) return { code: 0, lines: [usage] };
    return said(await checked(flags, place, onProgress));
  } catch (fault) {
    const why =
      fault instanceof PortalError ? fault.detail : fault instanceof Error ? fault.message : String(fault);
    return { code: 2, lines: ["The audit record could not be checked.", "", why] };
  }
}
