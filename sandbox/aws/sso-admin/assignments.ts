/**
 * Who has been assigned what, as an administrator of the instance sees it: at once, while a person's own list lags
 * behind; and also what never got as far as an account.
 */

import { groupId, groupNamed, loginOfUser } from "@/sandbox/aws/identity-store/principals";
import type { Reading } from "@/sandbox/aws/json/operation";
import { identities, identityOf } from "@/sandbox/company";
import { accountNamed } from "@/sandbox/company-accounts";
import { groupsGiving } from "@/sandbox/company-groups";
import type { Identity } from "@/sandbox/identity";
import { permissionSetArn } from "./permission-sets";

type Principal = { PrincipalId: string; PrincipalType: "USER" | "GROUP" };
type Assignment = Principal & { AccountId: string; PermissionSetArn: string };

/** Of a user, with what groups give; of a group, what it gives. Null: the store knows no such principal. */
export function assignmentsOf(
  { PrincipalId, PrincipalType }: Principal,
  reading: Reading,
): Assignment[] | null {
  if (PrincipalType === "USER") {
    const identity = identityOf(loginOfUser(PrincipalId, reading) ?? "");
    if (!identity) return null;
    return [...ofIdentity(identity, PrincipalId, reading), ...unprovisioned(PrincipalId, reading)];
  }
  if (groupNamed(PrincipalId, reading.instance) === undefined) return null;
  const all = identities.flatMap((identity) => ofIdentity(identity, "", reading));
  const given = all.filter((one) => one.PrincipalId === PrincipalId);
  return [...new Map(given.map((one) => [`${one.AccountId} ${one.PermissionSetArn}`, one])).values()];
}

function ofIdentity(identity: Identity, userId: string, reading: Reading): Assignment[] {
  return reading.company.grantsOf(identity.login).flatMap((role) => {
    const account = reading.company.accountOf(role.accountId);
    if (!account) return [];
    const groups = groupsGiving(identity, account, role);
    const principals: Principal[] = groups.map((name) => ({
      PrincipalId: groupId(name, reading.instance),
      PrincipalType: "GROUP",
    }));
    if (groups.length === 0) principals.push({ PrincipalId: userId, PrincipalType: "USER" });
    const what = {
      AccountId: account.accountId,
      PermissionSetArn: permissionSetArn(reading.instance, role.roleName),
    };
    return principals.map((principal) => ({ ...what, ...principal }));
  });
}

/** Assigned, and never provisioned into the account: AWS tells such a one here and nowhere else. */
function unprovisioned(userId: string, reading: Reading): Assignment[] {
  if (!reading.emulator.options.unprovisionedAssignments || reading.instance !== "main") return [];
  const { accounts } = reading.company;
  return [
    { AccountId: accountNamed(accounts, "backup-vault").accountId, role: "AdministratorAccess" },
    { AccountId: accountNamed(accounts, "payments-dev").accountId, role: "DatabaseAdministrator" },
  ].map(({ AccountId, role }) => ({
    AccountId,
    PermissionSetArn: permissionSetArn(reading.instance, role),
    PrincipalId: userId,
    PrincipalType: "USER",
  }));
}
