/** The faults of a verification as it goes on: neighbours of one kind become one, and beyond so many they are only counted. */

import "server-only";
import type { RecordFault } from "@/lib/core/record-fault";

/** More tell nobody more. */
const mostKept = 100;

export type FaultList = {
  add(fault: RecordFault): void;
  /** The first of them, in the order in which they were found. */
  kept(): readonly RecordFault[];
  /** All, neighbours counted as one. */
  count(): number;
};

function startOf(fault: RecordFault): number {
  if (fault.kind === "unreadable") return fault.line;
  return "number" in fault && !("seq" in fault) ? fault.number : "seq" in fault ? fault.seq : 0;
}

/** `changed` of 4 and of 5 are `changed` of 4 to 5. What names two events or a signature each stays by itself. */
function joined(last: RecordFault, next: RecordFault): RecordFault | null {
  if (last.kind !== next.kind || last.kind === "unlinked" || last.kind === "anchor-ahead") return null;
  if ("keyId" in last && "keyId" in next && last.keyId !== next.keyId) return null;
  return startOf(next) === last.to + 1 ? { ...last, to: next.to } : null;
}

export function faultList(): FaultList {
  const kept: RecordFault[] = [];
  /** Kept or not: what the next may be joined to. */
  const lastOfKind = new Map<RecordFault["kind"], { fault: RecordFault; index: number }>();
  let count = 0;
  return {
    add(fault) {
      const last = lastOfKind.get(fault.kind);
      const both = last && joined(last.fault, fault);
      const index = both ? last.index : count;
      if (!both) count += 1;
      lastOfKind.set(fault.kind, { fault: both ?? fault, index });
      if (index < mostKept) kept[index] = both ?? fault;
    },
    kept: () => kept,
    count: () => count,
  };
}
