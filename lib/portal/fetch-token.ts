/** The machine asks how it stands, and gets its token once. The token exists in clear in this one answer and nowhere else. */

import "server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { AccessTokenWanted } from "@/lib/core/access-token";
import { once } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { env } from "@/lib/env";
import { holderOf } from "@/lib/idp/limits";
import { createAccessToken } from "@/lib/portal/create-access-token";
import { record } from "@/lib/portal/record";
import { dropApproval, type Polled, pollPairing, type Taken, takePairing } from "@/lib/store/pairing-polls";

/** RFC 8628, 3.5. */
export type Waiting = "authorization_pending" | "slow_down" | "access_denied" | "expired_token";

export type Fetched = {
  /** Whose it is: the machine says it, so that nobody works with somebody else's unawares. */
  person: Person;
  token: string;
  expiresAt: Date;
  grants: AccessTokenWanted["grants"];
};

/** Of one address: fifty machines that ask every five seconds, and as many again. */
const pollsPerMinute = 1200;

async function mustNotFlood(facts: RequestFacts): Promise<void> {
  const limiter = once(
    "pairing-polls",
    () => new RateLimiterMemory({ points: pollsPerMinute, duration: 60 }),
  );
  const { consumedPoints } = await limiter.penalty(holderOf(facts.address));
  if (consumedPoints > pollsPerMinute) throw new PortalError("too-many-requests", "machines that wait");
}

/** What the session that allowed it must be like: as `lib/idp/session.ts` has it for every request. */
function living() {
  const { SESSION_HOURS, SESSION_IDLE_MINUTES } = env();
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  return { begunAfter: ago(SESSION_HOURS * 60), usedAfter: ago(SESSION_IDLE_MINUTES) };
}

/** Whoever allowed it is not signed in any more. One call says so on the record; all hear the same. */
async function refused({ id }: Polled, facts: RequestFacts): Promise<Waiting> {
  const person = await dropApproval(id);
  if (person) {
    const detail = { problem: "session-ended", reason: "allowed in a session that has ended", id };
    await record(person, facts, { kind: "pairing.refused", detail });
  }
  return "access_denied";
}

/** It is spent, whatever becomes of it: what may have been handed out is not handed out again. */
async function tokenFor({ id }: Polled, { person, wanted }: Taken, facts: RequestFacts): Promise<Fetched> {
  try {
    const asked = AccessTokenWanted.parse(wanted);
    const { token, expiresAt } = await createAccessToken(person, facts, asked, { madeBy: "pairing" });
    return { person, token, expiresAt, grants: asked.grants };
  } catch (failure) {
    const detail = { problem: problemOf(failure), id };
    await record(person, facts, { kind: "pairing.refused", detail }).catch(() => undefined);
    throw failure;
  }
}

/** Throws `too-many-requests`, and what `createAccessToken` throws. */
export async function fetchToken(deviceCode: string, facts: RequestFacts): Promise<Fetched | Waiting> {
  await mustNotFlood(facts);
  const polled = await pollPairing(deviceCode);
  if (!polled) return "expired_token";
  if (polled.isEarly) return "slow_down";
  if (polled.state === "denied") return "access_denied";
  if (polled.state !== "approved") return "authorization_pending";
  const taken = await takePairing(polled.id, living());
  return taken ? await tokenFor(polled, taken, facts) : await refused(polled, facts);
}
