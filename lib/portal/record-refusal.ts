/** A refused request, on the record. Floods are counted instead: a record that anybody can fill is a record that hides. */

import "server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { once } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import type { ProblemCode } from "@/lib/core/problems";
import type { RequestFacts } from "@/lib/core/request-facts";
import { hasRoomForStranger, holderOf } from "@/lib/idp/limits";
import { record, whoOf } from "@/lib/portal/record";
import { countFlood } from "@/lib/store/audit-flood";

/** Refusals recorded in a minute: of one signed-in person, or of one address where nobody is. */
const mostPerMinute = 30;

function limiter(): RateLimiterMemory {
  return once("refusals", () => new RateLimiterMemory({ points: mostPerMinute, duration: 60 }));
}

/** One of these within its number, the first beyond it, or one more of many. */
async function placeOf(person: Person | null, holder: string): Promise<"within" | "first-beyond" | "beyond"> {
  const { consumedPoints } = await limiter().penalty(holder);
  if (consumedPoints > mostPerMinute + 1) return "beyond";
  if (!person && !(await hasRoomForStranger("request.refused"))) return "beyond";
  if (consumedPoints <= mostPerMinute) return "within";
  return "first-beyond";
}

/**
 * Nobody's missing cookie is no event: it is how every first visit begins. Machines that are refused have an event of their own,
 * which is bounded by itself.
 */
const unrecorded: ReadonlySet<ProblemCode> = new Set([
  "sign-in-required",
  "access-token-refused",
  "too-many-requests",
  "stopping",
  "store-unavailable",
]);

export async function recordRefusal(
  problem: ProblemCode,
  person: Person | null,
  facts: RequestFacts & { path: string },
  method: string,
): Promise<void> {
  if (unrecorded.has(problem)) return;
  const holder = person ? `person ${person.id}` : `address ${holderOf(facts.address)}`;
  const place = await placeOf(person, holder);
  if (place === "beyond") return countFlood("request.refused", holder, whoOf(person, facts));
  const path = (facts.path.split("?")[0] ?? "/").slice(0, 256);
  await record(person, facts, {
    kind: "request.refused",
    // The first beyond says at once that there are more, which will only be counted.
    detail: {
      problem: place === "within" ? problem : "too-many-requests",
      method: method.slice(0, 16),
      path,
    },
  });
}
