/** The quota of the whole instance: a token bucket in real time. The only file that knows when AWS says "too many". */

import { type Emulator, realNow } from "./emulator";

/** Whether this call is within the quota; if it is, it is used up by one. */
export function withinPace(emulator: Emulator): boolean {
  const perSecond = emulator.options.requestsPerSecond;
  if (perSecond <= 0) return true;

  const instant = realNow(emulator);
  const bucket = emulator.state.bucket ?? { tokens: perSecond, filledAt: instant };
  const gained = Math.max(0, (instant - bucket.filledAt) / 1000) * perSecond;
  const tokens = Math.min(perSecond, bucket.tokens + gained);
  const within = tokens >= 1;
  emulator.state.bucket = { tokens: within ? tokens - 1 : tokens, filledAt: instant };
  return within;
}
