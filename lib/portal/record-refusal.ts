/** A refused request, on the record. Floods are cut off here: a record that anybody can fill is a record that hides. */

import "server-only";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { once } from "@/lib/core/once";
import type { Person } from "@/lib/core/person";
import type { ProblemCode } from "@/lib/core/problems";
import type { RequestFacts } from "@/lib/core/request-facts";
import { record } from "@/lib/portal/record";

/** Refusals recorded in a minute: of one signed-in person, or of one address where nobody is. */
const mostPerMinute = 30;

function limiter(): RateLimiterMemory {
  return once("refusals", () => new RateLimiterMemory({ points: mostPerMinute, duration: 60 }));
}

async function isFlood(person: Person | null, facts: RequestFacts): Promise<boolean> {
  return await limiter()
    .consume(person ? `person ${person.id}` : `address ${facts.address}`)
    .then(
      () => false,
      () => true,
    );
}

/** Nobody's missing cookie is no event: it is how every first visit begins. */
const everyday: ReadonlySet<ProblemCode> = new Set(["sign-in-required", "stopping", "store-unavailable"]);

export async function recordRefusal(
  problem: ProblemCode,
  person: Person | null,
  facts: RequestFacts & { path: string },
  method: string,
): Promise<void> {
  if (everyday.has(problem) || (await isFlood(person, facts))) return;
  const path = (facts.path.split("?")[0] ?? "/").slice(0, 256);
  await record(person, facts, {
    kind: "request.refused",
    detail: { problem, method: method.slice(0, 16), path },
  });
}
