/**
 * How one event is bound to the one before. The only file that knows what is hashed, which is stored data: a change is a
 * new version beside this one, never a change of this one.
 *
 * hash = SHA-256(0x00 || version || previous || seq || time || text), where
 *
 * - `0x00` is one byte that keeps the hash of an event apart from every other hash that may be made over it,
 * - `version` is one byte, 1,
 * - `previous` is the 32 bytes of the hash before; 32 zero bytes before the first event,
 * - `seq` is 8 bytes, unsigned, big-endian; 1 for the first event, then without gaps,
 * - `time` is 8 bytes, unsigned, big-endian: milliseconds since 1970 in UTC, never less than in the event before,
 * - `text` is all the rest: the event as canonical JSON (RFC 8785) in UTF-8.
 *
 * All that stands before the text has a fixed length, so two different events cannot be written as the same bytes.
 */

import "server-only";
import { createHash } from "node:crypto";

export const chainVersion = 1;

/** Before the first event. */
export const chainStart = { seq: 0, at: 0, hash: Buffer.alloc(32) } as const;

export type Link = { version: number; previous: Uint8Array; seq: number; at: number; text: string };

/** `at` in milliseconds. */
export function linkHash({ version, previous, seq, at, text }: Link): Buffer {
  const head = Buffer.alloc(2 + 32 + 8 + 8);
  head.writeUInt8(0x00, 0);
  head.writeUInt8(version, 1);
  head.set(previous, 2);
  head.writeBigUInt64BE(BigInt(seq), 34);
  head.writeBigUInt64BE(BigInt(at), 42);
  return createHash("sha256").update(head).update(text, "utf8").digest();
}
