/** Counts the calls that reached the sandbox, by operation, so that a test can say "AWS was asked once". */

import type { Operation } from "./faults";

export type Calls = {
  count(operation: Operation): void;
  /** Every operation that was called at least once, with how often. */
  all(): Record<string, number>;
  reset(): void;
};

export function createCalls(): Calls {
  const counts = new Map<Operation, number>();
  return {
    count: (operation) => {
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
    },
    all: () => Object.fromEntries(counts),
    reset: () => counts.clear(),
  };
}
