/** How long a token may live, in words. */

import { duration } from "@/app/_ui/remaining";

const usual = [1, 4, 8, 12, 24, 72, 168, 336, 720];

function words(hours: number): string {
  return hours >= 48 && hours % 24 === 0 ? `${hours / 24} days` : duration(hours * 3_600_000);
}

/** Each with its hours as text, up to what the portal allows, shortest first. */
export function lives({
  usualHours,
  mostHours,
}: {
  usualHours: number;
  mostHours: number;
}): readonly (readonly [string, string])[] {
  const all = new Set([...usual, usualHours, mostHours].filter((hours) => hours <= mostHours));
  return [...all].sort((one, other) => one - other).map((hours) => [String(hours), words(hours)] as const);
}
