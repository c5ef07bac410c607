/** Counts the calls that reached the sandbox, by operation, so that a test can say "AWS was asked once". */

import type { Operation } from "./faults";

export type Calls = {
  count(operation: Operation): void;
  /** A call was over the quota and got a 429 for it; one that was ordered as a fault does not count here. */
  overQuota(): void;
  /** Every operation that was called at least once, with how often; and `over-quota`, if any was. */
  all(): Record<string, number>;
  reset(): void;
};

export function createCalls(): Calls {
  const counts = new Map<Operation | "over-quota", number>();
  const add = (name: Operation | "over-quota") => void counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    count: add,
    overQuota: () => add("over-quota"),
    all: () => Object.fromEntries(counts),
    reset: () => counts.clear(),
  };
}
