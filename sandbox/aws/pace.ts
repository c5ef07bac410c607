/** The quota of a whole instance: a token bucket in real time. The only file that knows when AWS says "too many". */

import type { InstanceName } from "@/sandbox/instances";
import { type Emulator, realNow } from "./emulator";

/** Whether this call is within the instance's quota; if it is, it is used up by one. */
export function withinPace(emulator: Emulator, instance: InstanceName): boolean {
  const perSecond = emulator.options.requestsPerSecond;
  if (perSecond <= 0) return true;

  const { buckets } = emulator.state;
  const instant = realNow(emulator);
  const bucket = buckets.get(instance) ?? { tokens: perSecond, filledAt: instant };
  const gained = Math.max(0, (instant - bucket.filledAt) / 1000) * perSecond;
  const tokens = Math.min(perSecond, bucket.tokens + gained);
  const within = tokens >= 1;
  buckets.set(instance, { tokens: within ? tokens - 1 : tokens, filledAt: instant });
  return within;
}
