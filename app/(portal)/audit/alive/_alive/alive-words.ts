/** What is alive, counted in words. Pure. */

import type { AliveAccount } from "@/lib/core/alive-keys";

/** `1 person`, `12 people`. */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** Each once, in however many accounts. Whoever is unknown counts as one. */
export function peopleIn(accounts: readonly AliveAccount[]): number {
  return new Set(accounts.flatMap(({ keys }) => keys.map(({ personId }) => personId))).size;
}

export function isProduction({ look }: AliveAccount): boolean {
  return look?.environment === "production";
}

/** `Nobody`; `2 people in 3 accounts`. */
export function presenceWords(accounts: readonly AliveAccount[]): string {
  if (accounts.length === 0) return "Nobody";
  const people = counted(peopleIn(accounts), "person", "people");
  return `${people} in ${counted(accounts.length, "account", "accounts")}`;
}
