/** The chain of events, one event after the other: whether each is as it was recorded and follows the one before. */

import "server-only";
import type { RecordFault } from "@/lib/core/record-fault";
import { linkHash } from "./audit-chain";
import type { FaultList } from "./fault-list";
import { type MerkleTree, merkleTree } from "./merkle-root";

/** An event as a row or a line has it. `at` in milliseconds, digests in hexadecimal. */
export type RecordedEvent = {
  seq: number;
  at: number;
  version: number;
  previous: string;
  hash: string;
  text: string;
  /** Whether the columns beside the text say what it says; true where there are none. */
  agrees: boolean;
};

/** A place in the chain. `hash` is null where it is not known, after a gap. `at` in milliseconds. */
export type ChainPlace = { seq: number; at: number; hash: string | null };

/** `whole`: from the record's beginning. `part`: from wherever it begins. `selection`: with gaps. */
export type Extent = "whole" | "part" | "selection";

/** What came since the checkpoint before. */
export type EventSpan = {
  firstSeq: number;
  tree: MerkleTree;
  isSound: boolean;
};

export type EventChain = {
  add(event: RecordedEvent): void;
  /** From now on event `seq` must have this hash: statement `number` says so, or an earlier verification. */
  pin(seq: number, hash: string, number: number | null): void;
  /** What stands before is gone on purpose: the first event may follow this one. */
  mayFollow(place: ChainPlace): void;
  takeSpan(): EventSpan;
  /** How many of the last events follow each other, and have not been counted so before. */
  counted(): number;
  head(): ChainPlace | null;
  /** Where the record ends, or would begin where it has no event. */
  end(): number;
  first(): number | null;
  count(): number;
};

const digestLength = 64;

/** Whoever can write to the database can write what no event has: a time before 1970, a digest of three bytes. */
function agreesWithItsHash(event: RecordedEvent): boolean {
  const { version, at, previous, hash } = event;
  const isPossible =
    previous.length === digestLength && version >= 0 && version <= 255 && Number.isSafeInteger(at) && at >= 0;
  return isPossible && linkHash(event) === hash;
}

export function eventChain(extent: Extent, faults: FaultList, beginning: ChainPlace): EventChain {
  const pins = new Map<number, { hash: string; number: number | null }>();
  const starts = [beginning];
  let head: ChainPlace | null = null;
  let first: number | null = null;
  let count = 0;
  let tree = merkleTree();
  let spanFrom = 0;
  let linked = 0;
  let isSound = true;

  function fault(found: RecordFault): void {
    isSound = false;
    linked = 0;
    faults.add(found);
  }

  /** The place before `seq` where nothing is known of what stands there. */
  function afterGap(from: number, seq: number, at: number): ChainPlace {
    isSound = false;
    linked = 0;
    const isFault = extent === "whole" || (extent === "part" && head !== null);
    if (isFault) faults.add({ kind: "missing", seq: from + 1, to: seq - 1 });
    return { seq: seq - 1, at, hash: null };
  }

  function placeBefore(seq: number): ChainPlace {
    if (head) return head.seq === seq - 1 ? head : afterGap(head.seq, seq, head.at);
    const start = starts.find((it) => it.seq === seq - 1);
    if (start) return start;
    const earlier = starts.map((it) => it.seq).filter((it) => it < seq);
    return afterGap(Math.max(0, ...earlier), seq, 0);
  }

  function check(event: RecordedEvent, before: ChainPlace): void {
    const { seq, at, hash, previous } = event;
    if (at < before.at) fault({ kind: "order", seq, to: seq });
    if (!agreesWithItsHash(event)) fault({ kind: "changed", seq, to: seq });
    else if (before.hash !== null && before.hash !== previous)
      fault({ kind: "unlinked", seq: seq - 1, to: seq });
    if (!event.agrees) fault({ kind: "columns", seq, to: seq });
    const pin = pins.get(seq);
    if (!pin || pin.hash === hash) return;
    if (pin.number === null) fault({ kind: "not-as-verified", seq, to: seq });
    else fault({ kind: "not-as-signed", seq, to: seq, number: pin.number });
  }

  return {
    add(event) {
      const { seq, at, hash } = event;
      count += 1;
      if (seq < 1) return fault({ kind: "changed", seq, to: seq });
      if (head && seq <= head.seq) {
        return fault({ kind: seq === head.seq ? "twice" : "misplaced", seq, to: seq });
      }
      const before = placeBefore(seq);
      first ??= seq;
      check(event, before);
      if (tree.size() === 0) spanFrom = seq;
      tree.add(hash);
      linked += 1;
      head = { seq, at: Math.max(at, before.at), hash };
    },
    pin(seq, hash, number) {
      pins.set(seq, { hash, number });
    },
    mayFollow(place) {
      if (!head) starts.push(place);
    },
    takeSpan() {
      const span = { firstSeq: spanFrom, tree, isSound };
      tree = merkleTree();
      isSound = true;
      return span;
    },
    counted() {
      const vouched = linked;
      linked = 0;
      return vouched;
    },
    head: () => head,
    end: () => head?.seq ?? Math.max(...starts.map(({ seq }) => seq)),
    first: () => first,
    count: () => count,
  };
}
