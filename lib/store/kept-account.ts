/** An account of a kept list, as the database's JSON says it. */

import "server-only";
import { z } from "zod";
import { isProblemCode, type ProblemCode } from "@/lib/core/problems";

const Time = z.string().transform((text) => new Date(text));

/** Another version of the portal may know more problems than this one. */
function problemOf(text: string): ProblemCode {
  return isProblemCode(text) ? text : "unexpected";
}

export const KeptRow = z.object({
  accountId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** Sorted. */
  roles: z.array(z.string()).readonly(),
  /** When AWS last told the roles. Null: never, then they are none, or from assignments. */
  rolesAt: Time.nullable(),
  /** Whether the roles are from assignments, and AWS has not confirmed them yet. */
  seeded: z.boolean(),
  /** For a role, the groups that give it. */
  groups: z.record(z.string(), z.array(z.string()).readonly()).readonly().nullable().catch(null),
  /** Why the roles could not be read the last time. */
  problem: z.string().transform(problemOf).nullable(),
  /** When somebody last saw, searched or used it. */
  wantedAt: Time.nullable(),
  /** When somebody last asked for it to be read again. */
  askedAt: Time.nullable(),
  /** Whether it came after the first list, and AWS has yet to tell its roles. */
  isNew: z.boolean(),
  changedAt: Time,
});
