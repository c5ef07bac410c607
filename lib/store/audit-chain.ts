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
import { hash } from "node:crypto";

export const chainVersion = 1;

const digestBytes = 32;

/** Before the first event. */
export const chainStart = { seq: 0, at: 0, hash: "00".repeat(digestBytes) } as const;

/** `previous` in hexadecimal, `at` in milliseconds. */
export type Link = { version: number; previous: string; seq: number; at: number; text: string };

const headBytes = 2 + digestBytes + 8 + 8;

/** In hexadecimal. Of a digest that has too few bytes, as whoever owns the tables can write one, the rest is zero. */
export function linkHash({ version, previous, seq, at, text }: Link): string {
  const bytes = Buffer.allocUnsafe(headBytes + Buffer.byteLength(text, "utf8"));
  bytes.fill(0x00, 0, headBytes);
  bytes.writeUInt8(version, 1);
  bytes.write(previous, 2, digestBytes, "hex");
  bytes.writeBigUInt64BE(BigInt(seq), 34);
  bytes.writeBigUInt64BE(BigInt(at), 42);
  bytes.write(text, headBytes, "utf8");
  return hash("sha256", bytes);
}
