/** The accounts whose roles are still to be asked for, in their order. Holds no clock: whoever asks says what time it is. */

import "server-only";
import type { DueAccount } from "@/lib/store/inventory-due";

type Place = {
  urgency: DueAccount["urgency"];
  /** Not to be asked for before; 0 for one that was not asked for yet. Milliseconds. */
  at: number;
  /** How often it was asked for in vain. */
  tries: number;
};

export type DueQueue = {
  /** The first that may be asked for now. It is under way until it is `done`, or queues `again`. Null: there is none. */
  pick(now: number): string | null;
  done(accountId: string): void;
  /** To be asked for once more, so many milliseconds from now. */
  again(accountId: string, now: number, inMs: number): void;
  /** How often it was asked for in vain, this time included. */
  failed(accountId: string): number;
  /** To the front, the first of these first. What is under way is being asked for already. */
  want(accountIds: readonly string[]): void;
  /** How many may be asked for now; of those, how many somebody looks at. */
  ready(now: number): { all: number; wanted: number };
  /** All that is left, with what is under way. */
  size(): number;
  /** Whether AWS has told the roles of every account at least once, but for those somebody looks at. */
  isComplete(): boolean;
};

export function dueQueue(due: readonly DueAccount[]): DueQueue {
  let waiting = new Map<string, Place>(
    due.map(({ accountId, urgency }) => [accountId, { urgency, at: 0, tries: 0 }]),
  );
  const underWay = new Map<string, Place>();
  const placeOf = (accountId: string): Place =>
    waiting.get(accountId) ?? underWay.get(accountId) ?? { urgency: "wanted", at: 0, tries: 0 };

  return {
    pick: (now) => {
      for (const [accountId, place] of waiting) {
        if (place.at > now) continue;
        waiting.delete(accountId);
        underWay.set(accountId, place);
        return accountId;
      }
      return null;
    },
    done: (accountId) => void underWay.delete(accountId),
    again: (accountId, now, inMs) => {
      waiting.set(accountId, { ...placeOf(accountId), at: now + inMs });
      underWay.delete(accountId);
    },
    failed: (accountId) => {
      const place = placeOf(accountId);
      place.tries += 1;
      return place.tries;
    },
    want: (accountIds) => {
      const first = new Set(accountIds.filter((accountId) => !underWay.has(accountId)));
      const places = [...first].map((id): [string, Place] => [id, { ...placeOf(id), urgency: "wanted" }]);
      waiting = new Map([...places, ...[...waiting].filter(([id]) => !first.has(id))]);
    },
    ready: (now) => {
      const ready = [...waiting.values()].filter(({ at }) => at <= now);
      return { all: ready.length, wanted: ready.filter(({ urgency }) => urgency === "wanted").length };
    },
    size: () => waiting.size + underWay.size,
    isComplete: () => ![...waiting.values(), ...underWay.values()].some(({ urgency }) => urgency === "first"),
  };
}
