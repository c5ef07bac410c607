/**
 * The record outside the database: JSON Lines, one event or one signed statement a line. Written by exports and anchors, read
 * by the verification, and stored by others: a change is a new version beside this one.
 *
 * A statement stands right after the event whose `seq` it names; several of them in the order of their numbers.
 */

import { z } from "zod";

const place = z.int().positive();
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** One event. `at` is ISO 8601 in UTC with milliseconds; `text` is what was hashed; digests are in hexadecimal. */
export const EventLine = z.strictObject({
  seq: place,
  at: z.iso.datetime({ precision: 3 }),
  version: z.int().min(0).max(255),
  previous: digest,
  hash: digest,
  text: z.string(),
});

export type EventLine = z.infer<typeof EventLine>;

export const statementKinds = ["checkpoint", "tombstone"] as const;

/** What the portal says of the record under its signature. `text` is what is signed; `signature` is Base64. */
export const Statement = z.strictObject({
  number: place,
  kind: z.enum(statementKinds),
  /** The last event that it is about. */
  seq: place,
  at: z.iso.datetime({ precision: 3 }),
  keyId: z.string().max(64),
  text: z.string(),
  signature: z.base64(),
});

export type Statement = z.infer<typeof Statement>;

const StatementLine = z.strictObject({ statement: Statement });

export type RecordLine = EventLine | { statement: Statement };

export function eventLine({ seq, at, version, previous, hash, text }: EventLine): string {
  return JSON.stringify({ seq, at, version, previous, hash, text });
}

export function statementLine({ number, kind, seq, at, keyId, text, signature }: Statement): string {
  return JSON.stringify({ statement: { number, kind, seq, at, keyId, text, signature } });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Null where the line is neither. */
export function parseRecordLine(line: string): RecordLine | null {
  const value = parsed(line);
  const isStatement = typeof value === "object" && value !== null && "statement" in value;
  return (isStatement ? StatementLine : EventLine).safeParse(value).data ?? null;
}
