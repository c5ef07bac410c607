/** An account of somebody's list, as tests want it. */

import type { AccountLook } from "@/lib/core/account-look";
import type { AccessEntry } from "./access-state";

type Told = {
  email?: string;
  look?: Partial<AccountLook>;
  path?: string;
  tags?: Record<string, string>;
  instance?: string;
  problem?: AccessEntry["problem"];
  groups?: Record<string, string[]>;
};

const plain: AccountLook = {
  environment: null,
  colour: null,
  label: null,
  displayName: null,
  confirm: false,
};

export function testEntry(
  accountId: string,
  name: string | null,
  roles: readonly string[] | null,
  told: Told = {},
): AccessEntry {
  const { instance = "main", email = null, path = null, tags = null, problem = null, groups = null } = told;
  const look = told.look ? { ...plain, ...told.look } : null;
  return {
    key: `${instance}/${accountId}`,
    instance,
    account: { accountId, name, email, look, path, tags },
    roles,
    rolesAt: roles ? "2026-11-21T04:00:00.000Z" : null,
    problem,
    groups,
  };
}
