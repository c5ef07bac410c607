/**
 * What the portal says of the record under its signature, word for word. The only file that knows what is signed, which is
 * stored data: a change is a new version beside this one.
 *
 * - A `checkpoint` says how far the record goes.
 * - A `tombstone` says that its beginning was taken away, by whom and why.
 *
 * Each holds the digest of the one before. The signature is Ed25519 over the text's bytes, with nothing added, so that any
 * tool can check it.
 */

import "server-only";
import { createHash, sign, verify } from "node:crypto";
import canonicalize from "canonicalize";
import { z } from "zod";
import { type Statement, statementKinds } from "@/lib/core/record-line";
import { signingKey, type TrustedKeys } from "./signing-key";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const place = z.int().positive();
const time = z.iso.datetime({ precision: 3 });

/** Before the first statement. */
export const noStatement = { number: 0, digest: "00".repeat(32) } as const;

const StatementText = z.strictObject({
  version: z.literal(1),
  kind: z.enum(statementKinds),
  number: place,
  /** SHA-256 of the text of the statement before, in hexadecimal. */
  previous: digest,
  keyId: z.string(),
  at: time,
  /** The chain's version. */
  chain: z.int(),
  /** Events `firstSeq` to `seq`, so many of them: after the checkpoint before, or all that a tombstone stands for. */
  firstSeq: place,
  seq: place,
  count: z.int().nonnegative(),
  /** The hash and the time of event `seq`. */
  head: digest,
  headAt: time,
  /** Of these events, as RFC 6962 has it. */
  merkleRoot: digest,
  /** A tombstone's alone: why, and who did it. */
  reason: z.string().max(512).optional(),
  actor: z.string().max(512).optional(),
});

export type StatementText = z.infer<typeof StatementText>;

export function statementDigest(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** Signs with the key of this process. */
export function signStatement(said: Omit<StatementText, "version" | "keyId">): Statement {
  const { id, key } = signingKey();
  const full = StatementText.parse({ ...said, version: 1, keyId: id });
  const text = canonicalize(full) ?? "";
  const { number, kind, seq, at } = full;
  const signature = sign(null, Buffer.from(text, "utf8"), key).toString("base64");
  return { number, kind, seq, at, keyId: id, text, signature };
}

/** Why a statement is not believed. */
export type StatementFault = "unknown-key" | "signature" | "text";

/** What a statement says, or why that does not count. Its columns must say what its signed text says. */
export function readStatement(
  statement: Statement,
  trusted: TrustedKeys,
): { said: StatementText } | { fault: StatementFault } {
  const { text, signature, ...columns } = statement;
  const key = trusted.get(statement.keyId);
  if (!key) return { fault: "unknown-key" };
  const isSigned = verify(null, Buffer.from(text, "utf8"), key, Buffer.from(signature, "base64"));
  if (!isSigned) return { fault: "signature" };
  const said = parsedText(text);
  const agrees =
    said !== null &&
    columns.number === said.number &&
    columns.kind === said.kind &&
    columns.seq === said.seq &&
    columns.at === said.at &&
    columns.keyId === said.keyId;
  return agrees ? { said } : { fault: "text" };
}

/** What a text says, whoever signed it; null where it is none of ours. */
export function parsedText(text: string): StatementText | null {
  try {
    return StatementText.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
