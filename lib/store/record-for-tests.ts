/** A record in memory, as the database would have it, and what somebody can do to it. Only tests use it. */

import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import canonicalize from "canonicalize";
import type { Statement } from "@/lib/core/record-line";
import { chainStart, chainVersion, linkHash } from "./audit-chain";
import { merkleTree } from "./merkle-root";
import { noStatement, type StatementText, statementDigest } from "./record-statement";
import { keyIdOf, type TrustedKeys, trustedKeysOf } from "./signing-key";
import type { RecordedEvent } from "./verify-events";
import type { AnchoredStatement, RecordItem } from "./verify-record";

export type Signer = { id: string; key: KeyObject };

/** `events` by `seq`; `statements` by `number`. */
export type World = { events: RecordedEvent[]; statements: Statement[]; trusted: TrustedKeys };

export function newSigner(): Signer & { trusted: TrustedKeys } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return { id: keyIdOf(publicKey), key: privateKey, trusted: trustedKeysOf([publicKey]) };
}

const start = Date.parse("2026-01-01T00:00:00.000Z");

/** The event with its own hash, after that one. */
export function eventAfter(
  before: { seq: number; hash: string } | undefined,
  { text, at }: { text: string; at: number },
): RecordedEvent {
  const { seq: last, hash: previous } = before ?? { seq: 0, hash: chainStart.hash };
  const link = { version: chainVersion, previous, seq: last + 1, at, text };
  return { ...link, hash: linkHash(link), agrees: true };
}

export function signed(said: Omit<StatementText, "version" | "keyId">, { id, key }: Signer): Statement {
  const text = canonicalize({ ...said, version: 1, keyId: id }) ?? "";
  const { number, kind, seq, at } = said;
  return {
    number,
    kind,
    seq,
    at,
    keyId: id,
    text,
    signature: sign(null, Buffer.from(text), key).toString("base64"),
  };
}

type Said = { kind: "checkpoint" } | { kind: "tombstone"; reason: string; actor: string };

/** The next statement of a record, about its events `firstSeq` to `seq`. */
export function statementOn(
  world: World,
  firstSeq: number,
  seq: number,
  signer: Signer,
  said: Said,
): Statement {
  const tree = merkleTree();
  for (const { hash } of world.events.slice(firstSeq - 1, seq)) tree.add(hash);
  const last = world.statements.at(-1);
  const event = world.events[seq - 1];
  const time = new Date(event?.at ?? 0).toISOString();
  const rest = {
    number: (last?.number ?? 0) + 1,
    previous: last ? statementDigest(last.text) : noStatement.digest,
    at: time,
    chain: chainVersion,
    firstSeq,
    seq,
    count: tree.size(),
    head: event?.hash ?? "",
    headAt: time,
    merkleRoot: tree.root(),
  };
  return signed({ ...rest, ...said }, signer);
}

/** So many events, a checkpoint after each of `places`, and a tombstone up to `removed` as the last statement but one. */
export function newWorld(
  signer: Signer & { trusted: TrustedKeys },
  { size, places, removed = 0 }: { size: number; places: readonly number[]; removed?: number },
): World {
  const world: World = { events: [], statements: [], trusted: signer.trusted };
  let covered = 0;
  for (let index = 0; index < size; index += 1) {
    const text = canonicalize({ kind: "sign-out", number: index, who: `person ${index % 5}` }) ?? "";
    world.events.push(eventAfter(world.events.at(-1), { text, at: start + index * 1_000 }));
    const seq = index + 1;
    if (!places.includes(seq)) continue;
    if (seq === places.at(-1) && removed > 0) {
      const why = { kind: "tombstone", reason: "older than a year", actor: "a test" } as const;
      world.statements.push(statementOn(world, 1, removed, signer, why));
    }
    world.statements.push(statementOn(world, covered + 1, seq, signer, { kind: "checkpoint" }));
    covered = seq;
  }
  return { ...world, events: world.events.slice(removed) };
}

/** In the order in which the verification wants it: by place, a statement after its event. */
export function inOrder({ events, statements }: World): RecordItem[] {
  const sortedEvents = [...events].sort((one, other) => one.seq - other.seq);
  const waiting = [...statements].sort((one, other) => one.seq - other.seq || one.number - other.number);
  const items: RecordItem[] = [];
  const said = (below: number) => {
    while (waiting[0] && waiting[0].seq < below) {
      const statement = waiting.shift();
      if (statement) items.push({ statement });
    }
  };
  for (const event of sortedEvents) {
    said(event.seq);
    items.push(event);
  }
  said(Number.POSITIVE_INFINITY);
  return items;
}

/** What an anchor keeps of a statement. */
export function anchorOf({ number, seq, text }: Statement): AnchoredStatement {
  return { number, seq, digest: statementDigest(text) };
}
