/**
 * A machine that came with no good access token. All of them hear the same, and leave one kind of event, a bounded number of
 * times. Only failures are counted: whoever has a good token is never kept waiting for what others at the same address do.
 */

import "server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { once } from "@/lib/core/once";
import { PortalError } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { hasRoomForStranger, holderOf } from "@/lib/idp/limits";
import { record, whoOf } from "@/lib/portal/record";
import type { TokenInUse } from "@/lib/store/access-tokens";
import { countFlood } from "@/lib/store/audit-flood";

/** Bad tokens of one address in a minute: recorded, and answered with 401. Beyond them it is told to wait. */
const recordedPerMinute = 30;
const answeredPerMinute = 300;

/** A machine whose token has ended may go on for days. That is no attack, and is said now and then. */
const recordedPerHour = 2;

function limits() {
  return once("machine-refusals", () => ({
    strangers: new RateLimiterMemory({ points: answeredPerMinute, duration: 60 }),
    known: new RateLimiterMemory({ points: recordedPerHour, duration: 3600 }),
  }));
}

type Count = { isRecorded: boolean; isLast: boolean; isFlood: boolean };

/** Of one of ours that has ended, or came from elsewhere. */
async function countKnown(id: string, holder: string): Promise<Count> {
  const { consumedPoints } = await limits().known.penalty(`${id} ${holder}`);
  const strangers = await limits().strangers.get(holder);
  return {
    isRecorded: consumedPoints <= recordedPerHour,
    isLast: false,
    // Under a flood this one hears what all hear: else its answer would tell that it was one of ours.
    isFlood: (strangers?.consumedPoints ?? 0) > answeredPerMinute,
  };
}

async function countStranger(holder: string): Promise<Count> {
  const { consumedPoints } = await limits().strangers.penalty(holder);
  return {
    isRecorded: consumedPoints <= recordedPerMinute + 1,
    isLast: consumedPoints === recordedPerMinute + 1,
    isFlood: consumedPoints > answeredPerMinute,
  };
}

const noMore = "more from this address within a minute are counted";

/** Always throws: `access-token-refused`, or `too-many-requests` where many came before. */
export async function refuseMachine(
  reason: string,
  known: TokenInUse | null,
  facts: RequestFacts & { path: string },
): Promise<never> {
  const holder = holderOf(facts.address);
  const count = await (known ? countKnown(known.id, holder) : countStranger(holder));
  const isRecorded =
    count.isRecorded && (known !== null || (await hasRoomForStranger("access-token.refused")));
  const which = known ? { tokenFingerprint: known.fingerprint } : {};
  if (isRecorded) {
    const path = (facts.path.split("?")[0] ?? "/").slice(0, 256);
    const detail = { reason: count.isLast ? noMore : reason, path };
    const event = { kind: "access-token.refused", ...which, detail } as const;
    // A refusal that cannot be recorded is one all the same.
    await record(known?.person ?? null, facts, event).catch(() => null);
  } else {
    const who = { ...whoOf(known?.person ?? null, facts), ...which };
    countFlood("access-token.refused", known ? `${known.id} ${holder}` : holder, who);
  }
  throw new PortalError(count.isFlood ? "too-many-requests" : "access-token-refused", reason);
}
