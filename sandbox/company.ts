/**
 * The company that the sandbox plays: its people, its AWS accounts, and who may take which role since when. The
 * provider signs these people in; the emulator lists these accounts. The identities are the test cases, by login.
 */

import { assignedRoles } from "./assigned-roles";
import type { Clock } from "./clock";
import { companyAccounts, type SandboxAccount, smallestCompany } from "./company-accounts";
import { initialGrants, type SandboxRole } from "./company-grants";
import { crowdGrants, crowdIdentity } from "./crowd";
import type { Identity } from "./identity";

export const identities: readonly Identity[] = [
  {
    login: "engineer",
    sub: "00u1e7k2qpXnG4vT",
    name: "Emmy Noether",
    email: "emmy.noether@example.com",
    emailVerified: true,
    groups: ["engineering", "payments"],
    goodFor: "Everyday work: a dozen accounts with one to four roles each.",
    identityCenterUserName: "e.noether",
  },
  {
    login: "administrator",
    sub: "00u2a9m4rsYpH5wU",
    name: "Grace Hopper",
    email: "grace.hopper@example.com",
    emailVerified: true,
    groups: ["platform", "sallyport-administrators"],
    goodFor: "Runs the portal: administration, the audit record, and mighty roles.",
    identityCenterUserName: "g.hopper",
  },
  {
    login: "reader",
    sub: "00u3r1n6tvZqJ6xV",
    name: "Ada Lovelace",
    email: "ada.lovelace@example.com",
    emailVerified: true,
    groups: ["analytics"],
    goodFor: "Looks, never touches: read-only roles alone.",
    identityCenterUserName: "a.lovelace",
  },
  {
    login: "auditor",
    sub: "00u4u3p8wxArK7yW",
    name: "Katherine Johnson",
    email: "katherine.johnson@example.com",
    emailVerified: true,
    groups: ["risk", "sallyport-auditors"],
    goodFor: "Reads the audit record; has few roles.",
    identityCenterUserName: "k.johnson",
  },
  {
    login: "newcomer",
    sub: "00u5n5q0yzBsL8zX",
    name: "Alan Turing",
    email: "alan.turing@example.com",
    emailVerified: true,
    groups: ["engineering"],
    goodFor: "First day: signs in and has no account at all.",
    identityCenterUserName: "a.turing",
  },
  {
    login: "unverified",
    sub: "00u6v7s2acCtM9aY",
    name: "Radia Perlman",
    email: "radia.perlman@example.com",
    emailVerified: false,
    groups: ["engineering"],
    goodFor: "The e-mail address is not verified; AWS must not be asked on its word.",
    identityCenterUserName: "r.perlman",
  },
  {
    login: "everything",
    sub: "00u7y9t4ceDuN0bZ",
    name: "Barbara Liskov",
    email: "barbara.liskov@example.com",
    emailVerified: true,
    groups: ["engineering", "platform"],
    goodFor: "Has every account there is, to see how a long list behaves.",
    identityCenterUserName: "b.liskov",
  },
  {
    login: "hostile",
    sub: "00u8h1v6egEvP1cA",
    name: 'Mallory "><img src=x onerror=alert(1)>\u202E',
    email: "mallory+test@example.com",
    emailVerified: true,
    groups: ["engineering", "<b>sallyport-administrators</b>", "sallyport-administrators,x", "__proto__"],
    goodFor: "Accounts, roles and a name made to break pages, shells and files.",
    identityCenterUserName: "m+a=l,l.o@r-y",
  },
  {
    login: "nogroups",
    sub: "00u9g3w8giFwQ2dB",
    name: "Edsger Dijkstra",
    email: "edsger.dijkstra@example.com",
    emailVerified: true,
    goodFor: "The provider sends no groups claim.",
    identityCenterUserName: "e.dijkstra",
  },
];

/** The one of that login; one of the crowd too. */
export function identityOf(login: string): Identity | undefined {
  return identities.find((one) => one.login === login) ?? crowdIdentity(login);
}

/** By the provider's subject. */
export function identityOfSubject(sub: string): Identity | undefined {
  return identities.find((one) => one.sub === sub) ?? crowdIdentity(sub.replace(/^sub-of-/, ""));
}

export function identityWithEmail(email: string): Identity | undefined {
  return identities.find((one) => one.email === email) ?? crowdIdentity(email.replace(/@example\.com$/, ""));
}

/** By the user name in Identity Center. */
export function identityWithUserName(userName: string): Identity | undefined {
  return (
    identities.find(({ identityCenterUserName }) => identityCenterUserName === userName) ??
    crowdIdentity(userName)
  );
}

export type Company = {
  accounts: readonly SandboxAccount[];
  accountOf(accountId: string): SandboxAccount | undefined;
  /** What this login may take at an instant; now, if none is given. A list that shows late asks for an earlier one. */
  grantsOf(login: string, at?: Date): readonly SandboxRole[];
  /** The same, within one account. */
  rolesOf(login: string, accountId: string, at?: Date): readonly SandboxRole[];
  /** Accounts in which this login has a role, in the company's order. */
  accountsOf(login: string, at?: Date): readonly SandboxAccount[];
  /** Holds from now on. What is assigned already stays as it is. */
  assign(login: string, role: Omit<SandboxRole, "sessionHours"> & Partial<SandboxRole>): void;
  /** Ends now. False if it was not assigned. */
  unassign(login: string, role: Pick<SandboxRole, "accountId" | "roleName">): boolean;
  /** Back to the assignments of the start. */
  reset(): void;
};

/** `accounts`: how many the company has. Throws a RangeError that says what is allowed. */
export function createCompany(options: { accounts?: number; clock: Clock }): Company {
  const { clock, accounts: size = smallestCompany } = options;
  if (!Number.isInteger(size) || size < smallestCompany || size > 10_000) {
    throw new RangeError(`The sandbox's company has ${smallestCompany} to 10000 accounts, not ${size}.`);
  }
  const accounts = companyAccounts(size);
  return assignedRoles({
    accounts,
    clock,
    initial: (login) =>
      crowdIdentity(login) ? crowdGrants(login, accounts) : initialGrants(login, accounts),
  });
}
