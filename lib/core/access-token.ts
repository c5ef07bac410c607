/** Access tokens for machines: what a person asks for, and how one is written. What makes one secret is drawn on the server. */

import { z } from "zod";
import { Grant } from "@/lib/core/grant";

/** Nothing that breaks a line, turns it around, or is half a character. */
const oneLine = /^[^\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]*$/u;

/** `10.0.0.0/8` or `2001:db8::7`. */
export const Network = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]);

export const AccessTokenWanted = z.strictObject({
  /** What its person calls it: the machine, or what runs there. */
  name: z.string().trim().min(1).max(64).regex(oneLine),
  /** All that the person has, now and later, must be asked for in so many letters. */
  grants: z.union([z.literal("all"), z.array(Grant).min(1).max(200)]),
  hours: z.number().int().min(1).max(720),
  /** Where it may be used. Empty: anywhere. */
  networks: z.array(Network).max(20),
});

export type AccessTokenWanted = z.infer<typeof AccessTokenWanted>;

/** On a page of the portal, or by a program that a person let in. */
export type MadeBy = "page" | "pairing";

/** What a token is for. Null: every role that its person has. */
export type Scope = readonly Grant[] | null;

const prefix = "spt_";
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 62 to these powers is more than 2^256, and than 2^32. */
const secretLength = 43;
const checksumLength = 6;

function inBase62(number: bigint, length: number): string {
  let text = "";
  for (let rest = number; rest > 0n; rest /= 62n) text = digits.charAt(Number(rest % 62n)) + text;
  return text.padStart(length, "0");
}

/** CRC-32 as zlib has it: a slip of the hand is told from a guess without asking anybody. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const character of text) {
    crc ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function checksum(text: string): string {
  return inBase62(BigInt(crc32(text)), checksumLength);
}

/** `spt_`, the secret in base62, and a checksum, as GitHub writes its own: scanners of code find it. */
export function accessTokenText(secret: Uint8Array): string {
  const number = secret.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const text = prefix + inBase62(number, secretLength);
  return text + checksum(text);
}

/** Whether a text could be an access token at all. Says nothing of whether it is one. */
export function isWellFormed(text: string): boolean {
  if (text.length !== prefix.length + secretLength + checksumLength || !text.startsWith(prefix)) return false;
  const [body, end] = [text.slice(0, -checksumLength), text.slice(-checksumLength)];
  return /^[0-9A-Za-z]+$/.test(body.slice(prefix.length)) && checksum(body) === end;
}
