/**
 * Whether the record is what was written: one walk over events and signed statements, with the memory of a moment, whether
 * they come from the database or from a file. It goes on after a fault and names each.
 */

import "server-only";
import type { RecordFault } from "@/lib/core/record-fault";
import type { Statement } from "@/lib/core/record-line";
import { chainStart } from "./audit-chain";
import { type FaultList, faultList } from "./fault-list";
import { noStatement, type StatementText } from "./record-statement";
import type { TrustedKeys } from "./signing-key";
import {
  type ChainPlace,
  type EventChain,
  type Extent,
  eventChain,
  type RecordedEvent,
} from "./verify-events";
import { type StatementChain, statementChain } from "./verify-statements";

/** In the order of `seq`; a statement after the event that it names, several in the order of their numbers. */
export type RecordItem = RecordedEvent | { statement: Statement } | { unreadable: number };

/** The last event of a checkpoint with which all agreed. `at` in milliseconds, digests in hexadecimal. */
export type Place = { seq: number; at: number; hash: string; number: number; digest: string };

/** A statement as somebody else keeps it. */
export type AnchoredStatement = { number: number; seq: number; digest: string };

export type VerifyOptions = {
  extent: Extent;
  trusted: TrustedKeys;
  anchors?: readonly AnchoredStatement[];
  /** What an earlier verification found: it must still be so. */
  remembered?: Place | null;
  /** Begins there: the first item is the event at the place. */
  isContinued?: boolean;
};

export type RecordVerdict = {
  extent: Extent;
  faults: readonly RecordFault[];
  /** All of them; `faults` holds the first. */
  faultCount: number;
  events: number;
  statements: number;
  /** The first event; null where there is none. */
  first: number | null;
  head: ChainPlace | null;
  /** The last checkpoint that is believed. */
  signed: { number: number; seq: number; at: string; keyId: string } | null;
  /** How many events a signature vouches for. */
  vouched: number;
  /** Where the next verification may go on; null where there was a fault, or no checkpoint. */
  place: Place | null;
};

type Walk = {
  options: VerifyOptions;
  faults: FaultList;
  events: EventChain;
  statements: StatementChain;
  signed: RecordVerdict["signed"];
  vouched: number;
  place: Place | null;
  /** How far somebody said under a signature that the record goes. */
  furthest: { seq: number; number: number };
  /** The last statement that came: no event that it is about comes after it. */
  stated: { seq: number; number: number } | null;
};

function begin(options: VerifyOptions): Walk {
  const { extent, trusted, anchors = [], remembered = null, isContinued = false } = options;
  const faults = faultList();
  const place = isContinued ? remembered : null;
  // Before the place itself: its event is read again, and must still be there.
  const events = eventChain(extent, faults, place ? { seq: place.seq - 1, at: 0, hash: null } : chainStart);
  if (remembered) events.pin(remembered.seq, remembered.hash, null);
  const statements = statementChain({ extent, trusted, faults, anchors, remembered }, place ?? noStatement);
  const furthest = remembered ?? { seq: 0, number: 0 };
  return { options, faults, events, statements, signed: null, vouched: 0, place, furthest, stated: null };
}

/** A tombstone: what it stands for may be gone. Where it is not, as in the export of a month, it vouches for its end. */
function removed(walk: Walk, { seq, headAt, head, number }: StatementText): void {
  const { events, faults } = walk;
  events.pin(seq, head, number);
  events.mayFollow({ seq, at: Date.parse(headAt), hash: head });
  const reached = events.head();
  if (reached?.seq !== seq) return;
  if (reached.hash === head) walk.vouched += events.counted();
  else faults.add({ kind: "not-as-signed", seq, to: seq, number });
}

/** The events since the checkpoint before, against what this one was signed for. */
function checkpoint(walk: Walk, said: StatementText): void {
  const { events, faults } = walk;
  const { seq, number, head, headAt, keyId, at } = said;
  if (seq > walk.furthest.seq) walk.furthest = { seq, number };
  walk.signed = { number, seq, at, keyId };
  const reached = events.head();
  const { tree, firstSeq, isSound } = events.takeSpan();
  if (reached?.seq !== seq) return;
  const hasAll = tree.size() === said.count && tree.root() === said.merkleRoot;
  const isComparable = isSound && tree.size() > 0 && firstSeq === said.firstSeq;
  if (reached.hash !== head || (isComparable && !hasAll)) {
    faults.add({ kind: "not-as-signed", seq: said.firstSeq, to: seq, number });
    return;
  }
  walk.vouched += events.counted();
  const { digest } = walk.statements.last();
  if (digest !== null) walk.place = { seq, at: Date.parse(headAt), hash: head, number, digest };
}

function take(walk: Walk, item: RecordItem): void {
  if ("seq" in item) takeEvent(walk, item);
  else if ("statement" in item) takeStatement(walk, item.statement);
  else walk.faults.add({ kind: "unreadable", line: item.unreadable, to: item.unreadable });
}

function misplaced(walk: Walk, number: number): void {
  walk.faults.add({ kind: "statement-misplaced", number, to: number });
}

function takeEvent(walk: Walk, event: RecordedEvent): void {
  const { events, stated } = walk;
  if (stated && stated.seq >= event.seq && event.seq > (events.head()?.seq ?? 0)) {
    misplaced(walk, stated.number);
    walk.stated = null;
  }
  events.add(event);
}

function takeStatement(walk: Walk, statement: Statement): void {
  const { seq, number } = statement;
  if (seq < Math.max(walk.events.head()?.seq ?? 0, walk.stated?.seq ?? 0)) misplaced(walk, number);
  else walk.stated = { seq, number };
  const said = walk.statements.add(statement);
  if (said?.kind === "tombstone") removed(walk, said);
  if (said?.kind === "checkpoint") checkpoint(walk, said);
}

/** What should have come and did not. */
function finish({ options, events, statements, faults, furthest }: Walk): void {
  statements.finish();
  const end = events.end();
  if (options.extent !== "selection" && furthest.seq > end) {
    faults.add({ kind: "cut-off", seq: end + 1, to: furthest.seq, number: furthest.number });
  }
}

export async function verifyRecord(
  batches: AsyncIterable<readonly RecordItem[]> | Iterable<readonly RecordItem[]>,
  options: VerifyOptions,
): Promise<RecordVerdict> {
  const walk = begin(options);
  for await (const batch of batches) for (const item of batch) take(walk, item);
  finish(walk);
  const { events, statements, faults, signed, vouched, place } = walk;
  return {
    extent: options.extent,
    faults: faults.kept(),
    faultCount: faults.count(),
    events: events.count(),
    statements: statements.count(),
    first: events.first(),
    head: events.head(),
    signed,
    vouched,
    place: faults.count() === 0 ? place : null,
  };
}
