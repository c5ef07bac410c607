/** A person's access as it travels to the page: one line of JSON each. First what is kept, then AWS's answers as they come. */

import type { Account } from "@/lib/core/account";
import type { AccountLook } from "@/lib/core/account-look";
import type { ProblemCode } from "@/lib/core/problems";

/** An account with what administrators and the organisation say of it. */
export type NamedAccount = Account & {
  look: AccountLook | null;
  /** Organisational units from the root down, `Retail / Payments`; null where the portal may not read them. */
  path: string | null;
  tags: Readonly<Record<string, string>> | null;
};

export type ShownAccount = NamedAccount & {
  /** Null until somebody has told them. */
  roles: readonly string[] | null;
  /** When AWS last told them, in ISO 8601. Null beside roles: they are from assignments, and AWS has not confirmed them yet. */
  rolesAt: string | null;
  /** Why they could not be read the last time. */
  problem: ProblemCode | null;
  /** For a role, the groups that give it, where the portal may read them. */
  groups: Readonly<Record<string, readonly string[]>> | null;
};

export type AccessChange = {
  instance: string;
  accountId: string;
  accountName: string | null;
  role: string;
  gained: boolean;
  /** ISO 8601. */
  at: string;
};

export type PermissionSetFacts = { description: string | null; sessionSeconds: number | null };

export type AccessLine =
  /** What the store knows; of a reading `since` a time only what changed. Always the first line of an instance. */
  | {
      kind: "kept";
      instance: string;
      accounts: readonly ShownAccount[];
      /** When AWS last told the list of accounts. Null: never. */
      accountsAt: string | null;
      /** Whether this is all, or only what changed. */
      whole: boolean;
    }
  /** Accounts as AWS names them. `complete`: what is not among all of this reading's is gone. */
  | { kind: "accounts"; instance: string; accounts: readonly NamedAccount[]; complete: boolean; at: string }
  | {
      kind: "roles";
      instance: string;
      accountId: string;
      roles: readonly string[];
      groups: ShownAccount["groups"];
      at: string;
    }
  | { kind: "account-failed"; instance: string; accountId: string; problem: ProblemCode }
  /** How many accounts' roles this reading has still to ask for. */
  | { kind: "due"; instance: string; due: number }
  | { kind: "permission-sets"; instance: string; sets: Readonly<Record<string, PermissionSetFacts>> }
  /** Roles gained and lost lately, newest first. Replaces what was told before. */
  | { kind: "changes"; changes: readonly AccessChange[] }
  | { kind: "instance-failed"; instance: string; problem: ProblemCode }
  | { kind: "end"; at: string };
