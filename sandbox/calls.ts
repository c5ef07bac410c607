/** Counts the calls that reached the sandbox, by operation, so that a test can say "AWS was asked once", and keeps who asked. */

import type { Operation } from "./faults";
import type { InstanceName } from "./instances";

export type Calls = {
  count(operation: Operation, instance?: InstanceName): void;
  /** Called by a client of that name, as AWS would show it in its own record. */
  calledBy(operation: Operation, userAgent: string): void;
  /** A call was over the quota and got a 429 for it; one that was ordered as a fault does not count here. */
  overQuota(instance: InstanceName): void;
  /**
   * Every operation that was called at least once, with how often; and `over-quota`, if any was. Calls about an instance
   * other than `main` are counted once more by themselves, as `ListAccounts of partners`.
   */
  all(): Record<string, number>;
  /** The user agents of the last calls of each operation, oldest first. */
  agents(): Record<string, string[]>;
  reset(): void;
};

/** Of one operation. */
const mostAgents = 1_000;

export function createCalls(): Calls {
  const counts = new Map<string, number>();
  const agents = new Map<string, string[]>();
  const increase = (name: string) => void counts.set(name, (counts.get(name) ?? 0) + 1);
  const add = (name: Operation | "over-quota", instance: InstanceName = "main") => {
    increase(name);
    if (instance !== "main") increase(`${name} of ${instance}`);
  };
  return {
    count: add,
    calledBy(operation, userAgent) {
      agents.set(operation, [...(agents.get(operation) ?? []), userAgent].slice(-mostAgents));
    },
    overQuota: (instance) => add("over-quota", instance),
    all: () => Object.fromEntries(counts),
    agents: () => Object.fromEntries(agents),
    reset() {
      counts.clear();
      agents.clear();
    },
  };
}
