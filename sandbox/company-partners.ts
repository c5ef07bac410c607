/**
 * What the company shares with its partners: an Identity Center instance of its own, with fourteen accounts. The only file
 * that makes these up. To confuse whoever forgets which instance is meant, two accounts have names that the company's
 * have, and one of them has even the same id.
 */

import { createHash } from "node:crypto";
import { assignedRoles } from "./assigned-roles";
import type { Clock } from "./clock";
import type { Company } from "./company";
import { accountNamed, companyAccounts, type SandboxAccount, smallestCompany } from "./company-accounts";
import { type SandboxRole, usualSessionHours } from "./company-grants";
import { crowdIdentity } from "./crowd";

const names = [
  "organization-management",
  "payments-prod",
  "shared-services",
  "partner-portal-prod",
  "partner-portal-staging",
  "partner-portal-dev",
  "edi-gateway-prod",
  "edi-gateway-dev",
  "settlement-prod",
  "settlement-staging",
  "onboarding-sandbox",
  "logistics-acme-prod",
  "logistics-globex-prod",
  "partner-reporting",
];

/** Nobody ever made users for these there: AWS knows nothing of them. */
const strangers = ["auditor", "nogroups"];

const byName: Record<string, Record<string, string>> = {
  engineer: {
    "payments-prod": "ReadOnlyAccess",
    "shared-services": "ReadOnlyAccess",
    "partner-portal-staging": "Developer",
    "partner-portal-dev": "Developer PowerUserAccess",
    "edi-gateway-dev": "AdministratorAccess",
  },
  reader: { "payments-prod": "ReadOnlyAccess", "settlement-prod": "ReadOnlyAccess ViewOnlyAccess" },
  hostile: { "onboarding-sandbox": "ReadOnlyAccess __proto__" },
  // As in the company: what a portal hands out that forgets to look whether the e-mail is verified.
  unverified: { "payments-prod": "ReadOnlyAccess" },
};

export function createPartners(clock: Clock): Company {
  const accounts = names.map(accountCalled);
  const named = new Map(accounts.map((account) => [account.accountName, account]));
  const grant = (name: string, roleName: string): SandboxRole[] => {
    const accountId = named.get(name)?.accountId;
    return accountId ? [{ accountId, roleName, sessionHours: usualSessionHours(roleName) }] : [];
  };

  return assignedRoles({
    accounts,
    clock,
    initial: (login) => {
      if (login === "everything" || login === "administrator") {
        return names.flatMap((name) => [
          ...grant(name, "AdministratorAccess"),
          ...grant(name, "ReadOnlyAccess"),
        ]);
      }
      // One of a crowd has two, so that no list of theirs is empty.
      if (crowdIdentity(login)) return names.slice(1, 3).flatMap((name) => grant(name, "ReadOnlyAccess"));
      return Object.entries(byName[login] ?? {}).flatMap(([name, roles]) =>
        roles.split(" ").flatMap((role) => grant(name, role)),
      );
    },
  });
}

/** Whether there is a user for this person. One may have no account at all. */
export function isUserOfPartners(login: string): boolean {
  return !strangers.includes(login);
}

function accountCalled(accountName: string): SandboxAccount {
  const digest = createHash("sha256").update(`partners ${accountName}`).digest();
  const accountId =
    accountName === "shared-services"
      ? accountNamed(companyAccounts(smallestCompany), accountName).accountId
      : String(digest.readUIntBE(0, 6) % 1_000_000_000_000).padStart(12, "3");
  return { accountId, accountName, emailAddress: `aws+${accountName}@partners.example` };
}
