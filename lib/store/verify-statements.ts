/** The chain of signed statements, in the order of their numbers: whether each is signed by a known key and follows the one before. */

import "server-only";
import type { Statement } from "@/lib/core/record-line";
import type { FaultList } from "./fault-list";
import { readStatement, type StatementText, statementDigest } from "./record-statement";
import type { TrustedKeys } from "./signing-key";
import type { Extent } from "./verify-events";
import type { AnchoredStatement } from "./verify-record";

/** Where the statements have come. `digest` is null where it is not known, after a gap. */
type LastStatement = { number: number; digest: string | null };

type Expectations = {
  extent: Extent;
  trusted: TrustedKeys;
  faults: FaultList;
  anchors: readonly AnchoredStatement[];
  /** What an earlier verification found. */
  remembered: { number: number; digest: string } | null;
};

export type StatementChain = {
  /**
   * What it says, where it may be believed. Checkpoints come in the order of their numbers; a tombstone comes with the events
   * that it stands for, and waits for its number.
   */
  add(statement: Statement): StatementText | null;
  last(): LastStatement;
  count(): number;
  /** Looks at what never came. */
  finish(): void;
};

const faultKinds = { signature: "statement-unsigned", text: "statement-garbled" } as const;

export function statementChain(
  { extent, trusted, faults, anchors, remembered }: Expectations,
  beginning: LastStatement,
): StatementChain {
  const anchored = new Map(anchors.map((it) => [it.number, it.digest]));
  const early = new Map<number, Statement>();
  let last = beginning;
  let hasBegun = extent === "whole";
  let count = 0;

  function believed(statement: Statement): StatementText | null {
    const { number, keyId } = statement;
    const read = readStatement(statement, trusted);
    if ("said" in read) return read.said;
    if (read.fault === "unknown-key")
      faults.add({ kind: "statement-unknown-key", number, to: number, keyId });
    else faults.add({ kind: faultKinds[read.fault], number, to: number });
    return null;
  }

  function compare(number: number, digest: string): void {
    const anchor = anchored.get(number);
    if (anchor !== undefined && anchor !== digest) faults.add({ kind: "anchor-differs", number, to: number });
    if (remembered?.number === number && remembered.digest !== digest) {
      faults.add({ kind: "statement-not-as-verified", number, to: number });
    }
  }

  function gap(number: number): void {
    if (!hasBegun || number === last.number + 1) return;
    if (extent !== "selection") {
      faults.add({ kind: "statement-missing", number: last.number + 1, to: number - 1 });
    }
    last = { number: number - 1, digest: null };
  }

  /** Takes the next by its number, believed or not: what follows it holds its digest. */
  function follow({ number, text }: Statement): void {
    gap(number);
    const digest = statementDigest(text);
    compare(number, digest);
    const previous = previousOf(text);
    const isKnown = hasBegun && last.digest !== null && previous !== null;
    if (isKnown && previous !== last.digest) faults.add({ kind: "statement-unlinked", number, to: number });
    hasBegun = true;
    last = { number, digest };
  }

  /** Those that came before their number, if it is below this one. */
  function catchUp(number: number): void {
    const due = [...early.values()].filter((it) => it.number < number);
    for (const statement of due.sort((one, other) => one.number - other.number)) {
      early.delete(statement.number);
      follow(statement);
    }
  }

  return {
    add(statement) {
      count += 1;
      const { number } = statement;
      const said = believed(statement);
      if (number <= last.number || early.has(number)) {
        faults.add({ kind: "statement-twice", number, to: number });
        return null;
      }
      if (said?.kind === "tombstone" && number !== last.number + 1) {
        early.set(number, statement);
        return said;
      }
      catchUp(number);
      follow(statement);
      return said;
    },
    last: () => last,
    count: () => count,
    finish() {
      catchUp(Number.POSITIVE_INFINITY);
      if (extent !== "whole") return;
      if (remembered && remembered.number > last.number) gap(remembered.number + 1);
      const ahead = anchors.filter(({ number }) => number > last.number);
      if (ahead.length === 0) return;
      const numbers = ahead.map(({ number }) => number);
      const seq = ahead.reduce((furthest, anchor) => Math.max(furthest, anchor.seq), 0);
      const [first = 0, to = 0] = [
        numbers.reduce((a, b) => Math.min(a, b)),
        numbers.reduce((a, b) => Math.max(a, b)),
      ];
      faults.add({ kind: "anchor-ahead", number: first, to, seq });
    },
  };
}

/** What a text says of the one before, if only it is JSON: a statement that is not believed was told so already. */
function previousOf(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "previous" in value ? String(value.previous) : null;
  } catch {
    return null;
  }
}
