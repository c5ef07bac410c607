/** When keys that were taken here end, and when to say so. Pure: who calls brings the clock. */

import { isSameGrant } from "./take-keys";
import type { Alive } from "./use-keys";

/** Keys, and whether newer ones of the same role were taken since: those need no warning and no renewal. */
export type EndingKeys = Alive & { replaced: boolean };

/** Newest first, as they come. */
export function endingKeys(alive: readonly Alive[]): EndingKeys[] {
  return alive.map((keys, at) => ({
    ...keys,
    replaced: alive.slice(0, at).some(({ target }) => isSameGrant(target.grant, keys.target.grant)),
  }));
}

/** The soonest end of keys that are alive and not replaced; null where there are none. */
export function soonestEnd(keys: readonly EndingKeys[], now: number): number | null {
  const ends = keys.filter(({ replaced, endsAt }) => !replaced && endsAt > now).map(({ endsAt }) => endsAt);
  return ends.length > 0 ? Math.min(...ends) : null;
}

const minuteMs = 60_000;

/** Minutes before the end at which it is said, the last one first. */
const warnMinutes = [5, 15] as const;

export type Stage = (typeof warnMinutes)[number] | null;

/** Which warning fits the time that is left. */
export function stageOf(leftMs: number): Stage {
  return leftMs <= 0 ? null : (warnMinutes.find((minutes) => leftMs <= minutes * minuteMs) ?? null);
}

/** What to say now. `said` is each key's stage when it was last looked at: keys that begin within one are not warned of it. */
export function dueWarnings(
  keys: readonly EndingKeys[],
  said: Map<number, Stage>,
  now: number,
): EndingKeys[] {
  return keys.filter(({ id, endsAt, replaced }) => {
    const stage = stageOf(endsAt - now);
    const before = said.get(id);
    said.set(id, stage);
    return !replaced && stage !== null && before !== undefined && before !== stage;
  });
}

/** `4 minutes`, `1 minute`: what is really left, where a sleeping machine was late. */
export function minutesLeft(endsAt: number, now: number): string {
  const minutes = Math.max(1, Math.round((endsAt - now) / minuteMs));
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

/** The button that renews them. */
export const renewId = (id: number) => `renew-${id}`;
