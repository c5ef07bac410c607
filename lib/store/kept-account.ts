/**
 * An account of a kept list, from the database's JSON. A list has thousands, everybody's is read at every visit, and the statement
 * that makes them is ours: they are taken as they come, except what another version of the portal may have written.
 */

import "server-only";
import { z } from "zod";
import { isProblemCode, type ProblemCode } from "@/lib/core/problems";
import { Prisma } from "./generated/client";

export type KeptAccount = {
  readonly accountId: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Sorted. */
  readonly roles: readonly string[];
  /** When AWS last told the roles. Null: never, then they are none, or from assignments. */
  readonly rolesAt: Date | null;
  /** Whether the roles are from assignments, and AWS has not confirmed them yet. */
  readonly seeded: boolean;
  /** For a role, the groups that give it. */
  readonly groups: Readonly<Record<string, readonly string[]>> | null;
  /** Why the roles could not be read the last time. */
  readonly problem: ProblemCode | null;
  /** When somebody last saw, searched or used it. */
  readonly wantedAt: Date | null;
  /** When somebody last asked for it to be read again. */
  readonly askedAt: Date | null;
  /** Whether it came after the first list, and AWS has yet to tell its roles. */
  readonly isNew: boolean;
  readonly changedAt: Date;
};

/** The columns of `inventory_account`, under the names that they have here. */
export const keptColumns = Prisma.sql`account_id AS "accountId", name, email, roles, roles_at AS "rolesAt",
  roles_at IS NULL AND roles <> '{}' AS seeded, groups, problem, wanted_at AS "wantedAt",
  asked_at AS "askedAt", is_new AS "isNew", changed_at AS "changedAt"`;

/** The same as JSON: times are ISO 8601, and what is stored as JSON or text may be anything. */
export type KeptRow = Omit<
  KeptAccount,
  "rolesAt" | "groups" | "problem" | "wantedAt" | "askedAt" | "changedAt"
> & {
  readonly rolesAt: string | null;
  readonly groups: unknown;
  readonly problem: string | null;
  readonly wantedAt: string | null;
  readonly askedAt: string | null;
  readonly changedAt: string;
};

const Groups = z.record(z.string(), z.array(z.string()).readonly()).readonly().nullable().catch(null);

function timeOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/** Another version of the portal may know more problems than this one. */
function problemOf(text: string | null): ProblemCode | null {
  if (text === null) return null;
  return isProblemCode(text) ? text : "unexpected";
}

export function keptAccountOf(row: KeptRow): KeptAccount {
  return {
    ...row,
    rolesAt: timeOf(row.rolesAt),
    groups: row.groups === null ? null : Groups.parse(row.groups),
    problem: problemOf(row.problem),
    wantedAt: timeOf(row.wantedAt),
    askedAt: timeOf(row.askedAt),
    changedAt: new Date(row.changedAt),
  };
}
