/**
 * How people come by their roles: directly, or through groups of Identity Center; and what the company has written on
 * its permission sets. The only file that makes these up. Which roles they are, `company.ts` alone says.
 */

import type { SandboxAccount } from "./company-accounts";
import type { SandboxRole } from "./company-grants";
import type { Identity } from "./identity";

/** AWS allows it, and it must be shown as it is. */
const hostileGroup = '<i>group</i> & "sons"';

const readers = "aws-readers";

/** The groups that give a person this role. Empty: it was assigned to the person. */
export function groupsGiving(identity: Identity, account: SandboxAccount, role: SandboxRole): string[] {
  if (identity.login === "hostile") return [hostileGroup];
  if (role.roleName === "AdministratorAccess") return [];
  const ofTeam = teamGroup(identity, account);
  const isForReaders = role.roleName === "ReadOnlyAccess" && account.accountName?.endsWith("-prod");
  return isForReaders ? [ofTeam, readers] : [ofTeam];
}

function teamGroup({ groups = [] }: Identity, { accountName = "" }: SandboxAccount): string {
  const fitting = groups.find((group) => accountName.startsWith(`${group}-`));
  return `aws-${fitting ?? groups[0] ?? "everybody"}`;
}

/** Every group that `groupsGiving` can name for these people. */
export function allGroups(identities: readonly Identity[]): string[] {
  const teams = identities.flatMap(({ groups = [] }) => groups.map((group) => `aws-${group}`));
  return [...new Set([hostileGroup, readers, "aws-everybody", ...teams])];
}

const descriptions: Readonly<Record<string, string>> = {
  AdministratorAccess:
    "Everything in the account. For emergencies and for those who build it; sessions are short.",
  PowerUserAccess: "Everything but people and permissions.",
  Developer: "Deploys and debugs services of the team. Cannot read customers' data in production.",
  DatabaseAdministrator: "Databases: schemas, backups, restores.",
  DataScientist: "Notebooks and the data lake, read and write.",
  Deployer: "What the pipeline does, by hand. Ask in #releases first.",
  SecurityAudit: "Reads every configuration, and no data.",
  ViewOnlyAccess: "Sees that resources exist.",
  ReadOnlyAccess: "Reads everything, data too.",
};

/** Undefined where nobody has written one. What is written on hostile sets is hostile. */
export function descriptionOf(roleName: string): string | undefined {
  if (Object.hasOwn(descriptions, roleName)) return descriptions[roleName];
  return roleName === "Billing"
    ? undefined
    : `Role <b>${roleName}</b><img src=x onerror=alert(1)>\r\n\tsecond line`;
}
