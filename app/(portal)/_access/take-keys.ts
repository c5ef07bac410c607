/** Asks Sallyport for keys, from the page. What comes back lives in the page's memory and goes nowhere but to the clipboard. */

import { ask, isRecord, type Outcome } from "@/app/_ui/ask";
import type { Credentials } from "@/lib/core/credentials";
import type { Grant } from "@/lib/core/grant";

/** What a person wants to use: the grant, and what the page calls its account. */
export type Target = { grant: Grant; accountTitle: string };

export type Keys = {
  credentials: Credentials;
  region: string | undefined;
  /** Their end by this machine's clock, in milliseconds since 1970: a wrong clock must not show a wrong countdown. */
  endsAt: number;
};

/** Clocks closer than this count as equal: an answer's date has whole seconds and took its time. */
const clockToleranceMs = 30_000;

function endOnThisClock(expiresAt: Date, headers: Headers): number {
  const ahead = Date.parse(headers.get("date") ?? "") - Date.now();
  return expiresAt.getTime() - (Math.abs(ahead) > clockToleranceMs ? ahead : 0);
}

function readKeys(answer: unknown, headers: Headers): Keys | null {
  if (!isRecord(answer) || !isRecord(answer.credentials)) return null;
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = answer.credentials;
  const texts =
    typeof accessKeyId === "string" &&
    typeof secretAccessKey === "string" &&
    typeof sessionToken === "string";
  if (!texts || typeof expiresAt !== "string" || Number.isNaN(Date.parse(expiresAt))) return null;
  const end = new Date(expiresAt);
  return {
    credentials: { accessKeyId, secretAccessKey, sessionToken, expiresAt: end },
    region: typeof answer.region === "string" ? answer.region : undefined,
    endsAt: endOnThisClock(end, headers),
  };
}

/**
 * `format` is written into the audit record: what the keys were wanted for. `confirmation` is what was typed where the
 * account asks for its name.
 */
export async function takeKeys(
  { grant }: Target,
  format: string,
  confirmation: string | undefined,
): Promise<Outcome<Keys>> {
  return await ask("/api/credentials", { ...grant, format, confirmation }, readKeys);
}

export function isSameGrant(one: Grant, other: Grant): boolean {
  return one.instance === other.instance && one.accountId === other.accountId && one.role === other.role;
}
