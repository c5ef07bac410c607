/** Who may take which role since when, in one set of accounts. Everybody begins with what `initial` says. */

import type { Clock } from "./clock";
import type { Company } from "./company";
import type { SandboxAccount } from "./company-accounts";
import { type SandboxRole, usualSessionHours } from "./company-grants";

/** From `since` on, and before `until`; in epoch milliseconds. */
type Assignment = { role: SandboxRole; since: number; until: number };
type ByAccount = Map<string, Assignment[]>;

export function assignedRoles(parts: {
  accounts: readonly SandboxAccount[];
  initial(login: string): readonly SandboxRole[];
  clock: Clock;
}): Company {
  const { accounts, initial, clock } = parts;
  const byId = new Map(accounts.map((account) => [account.accountId, account]));
  const assignments = new Map<string, ByAccount>();

  /** Somebody has theirs from the first time that anybody asks. */
  function assignmentsOf(login: string): ByAccount {
    const known = assignments.get(login);
    if (known) return known;
    const begun: ByAccount = new Map();
    assignments.set(login, begun);
    const always = { since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
    for (const role of initial(login)) inAccount(begun, role.accountId).push({ role, ...always });
    return begun;
  }
  function rolesOf(login: string, accountId: string, at = clock.now()): SandboxRole[] {
    const instant = at.getTime();
    const held = assignmentsOf(login).get(accountId) ?? [];
    return held.filter(({ since, until }) => since <= instant && instant < until).map(({ role }) => role);
  }

  return {
    accounts,
    accountOf: (accountId) => byId.get(accountId),
    rolesOf,
    accountsOf: (login, at = clock.now()) =>
      accounts.filter(({ accountId }) => rolesOf(login, accountId, at).length > 0),
    grantsOf: (login, at = clock.now()) => accounts.flatMap(({ accountId }) => rolesOf(login, accountId, at)),
    assign: (login, { accountId, roleName, sessionHours = usualSessionHours(roleName) }) => {
      if (rolesOf(login, accountId).some((role) => role.roleName === roleName)) return;
      const role = { accountId, roleName, sessionHours };
      const since = clock.now().getTime();
      inAccount(assignmentsOf(login), accountId).push({ role, since, until: Number.POSITIVE_INFINITY });
    },
    unassign: (login, { accountId, roleName }) => {
      const now = clock.now().getTime();
      const current = assignmentsOf(login)
        .get(accountId)
        ?.find(({ role, since, until }) => role.roleName === roleName && since <= now && now < until);
      if (!current) return false;
      current.until = now;
      return true;
    },
    reset: () => assignments.clear(),
  };
}

function inAccount(assignments: ByAccount, accountId: string): Assignment[] {
  const held = assignments.get(accountId) ?? [];
  assignments.set(accountId, held);
  return held;
}
