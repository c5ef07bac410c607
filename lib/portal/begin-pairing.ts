/** A machine asks to be paired. Nobody knows it yet, so that everything of it is small, counted and bounded. */

import "server-only";
import { randomBytes, randomInt } from "node:crypto";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { DeviceAuthorization } from "@/lib/core/api-answers";
import { once } from "@/lib/core/once";
import { machineName, shownUserCode, userCodeLength, userCodeLetters } from "@/lib/core/pairing";
import { PortalError } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { env } from "@/lib/env";
import { holderOf } from "@/lib/idp/limits";
import { record } from "@/lib/portal/record";
import { beginPairing } from "@/lib/store/pairings";

const seconds = 300;
const intervalSeconds = 5;

/** A whole office may come from one address on its first morning. */
const mostOpen = 50;
const beginningsPerMinute = 30;

function newUserCode(): string {
  const letters = Array.from(
    { length: userCodeLength },
    () => userCodeLetters[randomInt(userCodeLetters.length)],
  );
  return letters.join("");
}

/** The first beyond the limit is on the record, and says that there are more. */
async function tooMany(facts: RequestFacts, isFirst: boolean): Promise<never> {
  const detail = { problem: "too-many-requests", reason: "more from this address are not recorded" };
  if (isFirst) await record(null, facts, { kind: "pairing.refused", detail });
  throw new PortalError("too-many-requests", "machines that ask to be paired");
}

async function mustNotFlood(holder: string, facts: RequestFacts): Promise<void> {
  const limiter = once(
    "pairing-beginnings",
    () => new RateLimiterMemory({ points: beginningsPerMinute, duration: 60 }),
  );
  const { consumedPoints } = await limiter.penalty(holder);
  if (consumedPoints > beginningsPerMinute) await tooMany(facts, consumedPoints === beginningsPerMinute + 1);
}

/**
 * RFC 8628, 3.2. There is no `verification_uri_complete`: typing the code is how a person says that it is their machine.
 * Throws `too-many-requests`, and `not-recorded`: a code that is not on the record is shown to nobody.
 */
export async function askToPair(
  asked: { machine: string; hints: readonly string[] },
  facts: RequestFacts,
): Promise<DeviceAuthorization> {
  const holder = holderOf(facts.address);
  await mustNotFlood(holder, facts);
  const machine = machineName(asked.machine);
  const codes = { deviceCode: randomBytes(32).toString("base64url"), userCode: newUserCode() };
  const { address, userAgent } = facts;
  const begun = await beginPairing(
    { ...codes, machine, hints: asked.hints, address, holder, userAgent },
    { seconds, intervalSeconds, mostOpen },
  );
  if (!begun) return await tooMany(facts, true);
  const detail = { id: begun.id, machine, suggested: asked.hints.length };
  await record(null, facts, { kind: "pairing.begun", detail });
  return {
    device_code: codes.deviceCode,
    user_code: shownUserCode(codes.userCode),
    verification_uri: new URL("/device", env().PORTAL_URL).href,
    expires_in: seconds,
    interval: intervalSeconds,
  };
}
