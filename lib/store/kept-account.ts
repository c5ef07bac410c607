/**
 * An account of a kept list, from the database's JSON. A list has thousands, everybody's is read at every visit, and the statement
 * that makes them is ours: they are taken as they come, except what another version of the portal may have written.
 */

import "server-only";
import { z } from "zod";
import { isProblemCode, type ProblemCode } from "@/lib/core/problems";
import { Prisma } from "./generated/client";

/** What a list shows of an account. */
export type ListedAccount = {
  readonly accountId: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Sorted. */
  readonly roles: readonly string[];
  /** When AWS last told the roles, in ISO 8601. Null: never, then they are none, or from assignments. */
  readonly rolesAt: string | null;
  /** Whether the roles are from assignments, and AWS has not confirmed them yet. */
  readonly seeded: boolean;
  /** For a role, the groups that give it. */
  readonly groups: Readonly<Record<string, readonly string[]>> | null;
  /** Why the roles could not be read the last time. */
  readonly problem: ProblemCode | null;
  /** In ISO 8601. */
  readonly changedAt: string;
};

export type KeptAccount = ListedAccount & {
  /** When somebody last saw, searched or used it. */
  readonly wantedAt: Date | null;
  /** When somebody last asked for it to be read again. */
  readonly askedAt: Date | null;
  /** Whether it came after the first list, and AWS has yet to tell its roles. */
  readonly isNew: boolean;
};

/** The columns of `inventory_account`, under the names that they have here. */
export const listedColumns = Prisma.sql`account_id AS "accountId", name, email, roles, roles_at AS "rolesAt",
  roles_at IS NULL AND roles <> '{}' AS seeded, groups, problem, changed_at AS "changedAt"`;

export const keptColumns = Prisma.sql`${listedColumns}, wanted_at AS "wantedAt", asked_at AS "askedAt", is_new AS "isNew"`;

/** The same as JSON: times are ISO 8601, and what is stored as JSON or text may be anything. */
export type ListedRow = Omit<ListedAccount, "groups" | "problem"> & {
  readonly groups: unknown;
  readonly problem: string | null;
};

export type KeptRow = ListedRow & {
  readonly wantedAt: string | null;
  readonly askedAt: string | null;
  readonly isNew: boolean;
};

const Groups = z.record(z.string(), z.array(z.string()).readonly()).readonly().nullable().catch(null);

function timeOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/**
 * PostgreSQL's `2026-11-30T09:00:00.123+00:00` as JavaScript writes it, with `Z`. Every account of every list has one: most are
 * changed as texts, and only a time with zeros at its end, which PostgreSQL leaves out, is read.
 */
function isoOf(text: string | null): string | null {
  if (text === null) return null;
  if (text.length === 29 && text.endsWith("+00:00")) return `${text.slice(0, 23)}Z`;
  return new Date(text).toISOString();
}

/** Another version of the portal may know more problems than this one. */
function problemOf(text: string | null): ProblemCode | null {
  if (text === null) return null;
  return isProblemCode(text) ? text : "unexpected";
}

/** Written out: for each of a list’s rows spreading costs more. */
export function listedAccountOf(row: ListedRow): ListedAccount {
  const { accountId, name, email, roles, seeded, changedAt } = row;
  const rolesAt = isoOf(row.rolesAt);
  const groups = row.groups === null ? null : Groups.parse(row.groups);
  return {
    accountId,
    name,
    email,
    roles,
    rolesAt,
    seeded,
    groups,
    problem: problemOf(row.problem),
    changedAt,
  };
}

export function keptAccountOf(row: KeptRow): KeptAccount {
  return {
    ...row,
    ...listedAccountOf(row),
    wantedAt: timeOf(row.wantedAt),
    askedAt: timeOf(row.askedAt),
  };
}
