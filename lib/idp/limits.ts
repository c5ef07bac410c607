/** How often one address may try. Per process: these keep floods small, they are no lock. */

import "server-only";
import { isIPv6 } from "node:net";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { once } from "@/lib/core/once";
import { PortalError } from "@/lib/core/portal-error";
import type { FloodKind } from "@/lib/store/audit-flood";

/** A sign-in is two tries, and a whole company may come from one address at nine in the morning. */
const triesPerMinute = 600;
const recordedFailuresPerMinute = 20;

/** Events of one kind about strangers, whatever their addresses: whoever has many must not fill the record with each. */
const strangersPerMinute = 120;

function limits() {
  return once("sign-in-limits", () => ({
    tries: new RateLimiterMemory({ points: triesPerMinute, duration: 60 }),
    failures: new RateLimiterMemory({ points: recordedFailuresPerMinute, duration: 60 }),
    strangers: new RateLimiterMemory({ points: strangersPerMinute, duration: 60 }),
  }));
}

/** Who has one IPv6 address has at least the 2^64 beside it. */
export function holderOf(address: string): string {
  if (!isIPv6(address) || address.includes(".")) return address;
  const [front = "", back] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const head = front.split(":").filter(Boolean);
  const tail = back?.split(":").filter(Boolean) ?? [];
  const missing = back === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}

/** Throws `too-many-requests`. */
export async function mustNotFlood(address: string): Promise<void> {
  const { consumedPoints } = await limits().tries.penalty(holderOf(address));
  if (consumedPoints > triesPerMinute) throw new PortalError("too-many-requests", `sign-ins from ${address}`);
}

/** Whether one more event of that kind may be written about somebody whom nobody knows. */
export async function hasRoomForStranger(kind: FloodKind): Promise<boolean> {
  const { consumedPoints } = await limits().strangers.penalty(kind);
  return consumedPoints <= strangersPerMinute;
}

/** "first-too-many" once in a minute, so that the record says that there were more. */
export async function countFailure(address: string): Promise<"record" | "first-too-many" | "count"> {
  const { consumedPoints } = await limits().failures.penalty(holderOf(address));
  if (consumedPoints <= recordedFailuresPerMinute) return "record";
  return consumedPoints === recordedFailuresPerMinute + 1 ? "first-too-many" : "count";
}
