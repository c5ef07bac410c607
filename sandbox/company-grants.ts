/** Who may take what when the sandbox starts. The only file that knows the demonstration's assignments. */

import { accountNamed, hostileAccounts, type SandboxAccount } from "./company-accounts";

export type SandboxRole = { accountId: string; roleName: string; sessionHours: 1 | 4 | 12 };

/** The permission sets a company usually has. The mightier one is, the shorter its sessions are. */
const sessionHours: Record<string, 1 | 4 | 12> = {
  AdministratorAccess: 1,
  PowerUserAccess: 4,
  Developer: 4,
  DatabaseAdministrator: 1,
  DataScientist: 12,
  Deployer: 1,
  Billing: 4,
  SecurityAudit: 4,
  ViewOnlyAccess: 12,
  ReadOnlyAccess: 12,
};
export const everyRole = Object.keys(sessionHours);

/** `[\w+=,.@-]{1,32}` is what AWS allows; these are its worst. */
const hostileRoleNames = [
  "+=,.@-",
  "-rf",
  "--profile=default",
  "=1+1",
  "@SUM,A1",
  "..",
  "__proto__",
  "constructor",
  "default",
  "con.txt",
  "role,with,commas=and=equals",
  "x".repeat(32),
];

/** AWS would refuse this name when the set is made. A portal must survive whatever it is sent. */
const illegalRoleName = 'bad role";\n';

const byName: Record<string, Record<string, string>> = {
  engineer: {
    "payments-prod": "ReadOnlyAccess Developer",
    "payments-staging": "ReadOnlyAccess Developer PowerUserAccess",
    "payments-dev": "ReadOnlyAccess Developer PowerUserAccess AdministratorAccess",
    "checkout-prod": "ReadOnlyAccess Developer",
    "checkout-staging": "Developer PowerUserAccess",
    "checkout-dev": "Developer PowerUserAccess AdministratorAccess",
    "storefront-prod": "ReadOnlyAccess",
    "storefront-staging": "Developer Deployer",
    "search-dev": "AdministratorAccess",
    "data-lake-prod": "ViewOnlyAccess",
    "data-lake-sandbox": "DataScientist ReadOnlyAccess",
    observability: "ReadOnlyAccess",
  },
  administrator: {
    "organization-management": "AdministratorAccess Billing ReadOnlyAccess",
    "security-tooling": "AdministratorAccess SecurityAudit",
    "log-archive": "SecurityAudit",
    "network-hub": "AdministratorAccess ReadOnlyAccess",
    "shared-services": "AdministratorAccess PowerUserAccess",
    "payments-prod": "AdministratorAccess ReadOnlyAccess",
    "checkout-prod": "AdministratorAccess ReadOnlyAccess",
  },
  reader: {
    "payments-prod": "ReadOnlyAccess",
    "payments-staging": "ReadOnlyAccess ViewOnlyAccess",
    "checkout-prod": "ReadOnlyAccess",
    "storefront-prod": "ReadOnlyAccess ViewOnlyAccess",
    "warehouse-staging": "ReadOnlyAccess",
    "data-lake-prod": "ViewOnlyAccess",
  },
  auditor: { "log-archive": "SecurityAudit ViewOnlyAccess", "security-tooling": "SecurityAudit" },
  // What this person would have, were the e-mail verified: a portal that forgets to look hands it out.
  unverified: { "payments-prod": "ReadOnlyAccess", "payments-dev": "Developer" },
  nogroups: { "checkout-dev": "Developer", "search-dev": "ReadOnlyAccess" },
};

/** The assignments of one login at the start; nobody else's, and none for a login that is not listed. */
export function initialGrants(login: string, accounts: readonly SandboxAccount[]): SandboxRole[] {
  if (login === "everything") return accounts.flatMap(someRoles);
  if (login === "hostile") return hostileGrants(accounts);
  return Object.entries(byName[login] ?? {}).flatMap(([name, roles]) =>
    roles.split(" ").map((roleName) => grant(accountNamed(accounts, name), roleName)),
  );
}

/** The hours a role has unless an assignment says otherwise. */
export function usualSessionHours(roleName: string): 1 | 4 | 12 {
  return Object.hasOwn(sessionHours, roleName) ? (sessionHours[roleName] ?? 4) : 4;
}

function grant(account: SandboxAccount, roleName: string): SandboxRole {
  return { accountId: account.accountId, roleName, sessionHours: usualSessionHours(roleName) };
}

/** Five roles in every eighth account, one to five in the others. */
function someRoles(account: SandboxAccount, index: number): SandboxRole[] {
  const count = index % 8 === 0 ? 5 : 1 + ((index * 7) % 5);
  return Array.from({ length: count }, (_, nth) =>
    grant(account, everyRole[(index + nth * 3) % everyRole.length] ?? "ReadOnlyAccess"),
  );
}

/** Every hostile account has one good role; the hostile names are all in the first, the rest one each. */
function hostileGrants(accounts: readonly SandboxAccount[]): SandboxRole[] {
  return hostileAccounts(accounts).flatMap((account, index) => {
    const worst =
      index === 0
        ? [...hostileRoleNames, illegalRoleName]
        : [hostileRoleNames[index % hostileRoleNames.length]];
    return ["ReadOnlyAccess", ...worst].flatMap((name) => (name ? [grant(account, name)] : []));
  });
}
