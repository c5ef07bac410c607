/**
 * The AWS accounts of the sandbox's company, a retailer with 28 accounts or as many as asked. The only file that
 * makes up account names and ids. Deterministic: the first 40 of 665 are the 40 of a smaller company.
 */

import { createHash } from "node:crypto";

export type SandboxAccount = { accountId: string; accountName?: string; emailAddress?: string };

/** What people of the demonstration work with; `company-grants.ts` names them. */
const wellKnown = [
  "payments-prod",
  "payments-staging",
  "payments-dev",
  "checkout-prod",
  "checkout-staging",
  "checkout-dev",
  "storefront-prod",
  "storefront-staging",
  "search-dev",
  "data-lake-prod",
  "data-lake-sandbox",
  "observability",
  "organization-management",
  "log-archive",
  "security-tooling",
  "network-hub",
  "shared-services",
  "backup-vault",
  "identity-prod",
  "warehouse-prod",
  "warehouse-staging",
  "loyalty-prod",
  "loyalty-dev",
  "pricing-prod",
  "pricing-staging",
  "mobile-app-prod",
  "mobile-app-dev",
  "machine-learning-sandbox",
];

/** Names that break whoever pastes them into a shell, a file, a page, a table or a database. */
export const hostileAccountNames = [
  'x"; rm -rf ~',
  "prod\n[default]",
  "prod\r\nSet-Cookie: stolen=1",
  "\u202Edorp-stnemyap\u202C",
  "\u200Fprod\u2066\u061C",
  "fifty-characters-are-the-longest-name-aws-allows-5",
  "",
  "   ",
  "$(touch pwned)",
  "`id`",
  "<script>alert(1)</script>",
  "=cmd|' /C calc'!A1",
  "'; DROP TABLE person; --",
  "%APPDATA%\\..\\..\\x & calc",
  "__proto__",
  "prod \u{1F525}\u{1F469}\u200D\u{1F680} e\u0301",
  "nul\u0000byte",
  "../../etc/passwd",
];

const systems =
  "orders returns catalogue inventory shipping tracking invoices refunds fraud gift-cards vouchers recommendations reviews marketing newsletter crm call-centre store-pos store-wifi click-and-collect marketplace suppliers procurement forecasting planning merchandising imaging cdn api-gateway event-bus reporting finance-ledger payroll recruiting intranet ci-cd artifacts sandbox-platform".split(
    " ",
  );
const units = ["eu", "us", "apac", "uk", "latam"];
const environments = ["prod", "staging", "dev", "sandbox"];

/** Below this the identities' own accounts would be missing. */
export const smallestCompany = wellKnown.length + hostileAccountNames.length;

/** Exactly `count` accounts with distinct ids. The hostile ones are among them. */
export function companyAccounts(count: number): SandboxAccount[] {
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const accountId = idOf(index, taken);
    taken.add(accountId);
    return accountAt(index, accountId);
  });
}

export function accountNamed(accounts: readonly SandboxAccount[], name: string): SandboxAccount {
  const account = accounts[wellKnown.indexOf(name)];
  if (!account) throw new Error(`The sandbox's company has no account named ${name}.`);
  return account;
}

export function hostileAccounts(accounts: readonly SandboxAccount[]): readonly SandboxAccount[] {
  return accounts.slice(wellKnown.length, smallestCompany);
}

function accountAt(index: number, accountId: string): SandboxAccount {
  const hostileName = hostileAccountNames[index - wellKnown.length];
  if (hostileName !== undefined) {
    return {
      accountId,
      accountName: hostileName,
      emailAddress: `"<svg/onload=alert(${index})>"@example.com`,
    };
  }
  const accountName = wellKnown[index] ?? generatedName(index - smallestCompany);
  const emailAddress = `aws+${accountName}@example.com`;
  // AWS may leave out either; a portal must live without both.
  if (index % 29 === 25) return { accountId };
  if (index % 17 === 11) return { accountId, accountName };
  if (index % 23 === 20) return { accountId, emailAddress: `aws+${accountId}@example.com` };
  return { accountId, accountName, emailAddress };
}

/** Runs through environments first, so that a system's accounts stand together. */
function generatedName(index: number): string {
  const environment = environments[index % environments.length];
  const system = systems[Math.floor(index / environments.length) % systems.length];
  const round = Math.floor(index / (environments.length * systems.length));
  const unit = units[round % units.length];
  const copy = Math.floor(round / units.length);
  return copy === 0 ? `${system}-${unit}-${environment}` : `${system}-${unit}${copy + 1}-${environment}`;
}

/** Looks random, is not. Every seventh id begins with zeros: whoever keeps ids as numbers loses them. */
function idOf(index: number, taken: ReadonlySet<string>): string {
  for (let attempt = 0; ; attempt++) {
    const digest = createHash("sha256").update(`sandbox account ${index} ${attempt}`).digest();
    const digits = String(digest.readUIntBE(0, 6) % 1_000_000_000_000).padStart(12, "7");
    const id = index % 7 === 4 ? `00${digits.slice(2)}` : digits;
    if (!taken.has(id)) return id;
  }
}
