/**
 * How the company has arranged its accounts: organizational units, and tags on accounts. The only file that makes up
 * either. Both follow from an account's name alone, so a larger company has the smaller one's.
 */

import { createHash } from "node:crypto";
import type { SandboxAccount } from "./company-accounts";

/** From the root down, without the root itself. */
export type UnitPath = readonly string[];

/** An account and its unit stand in the first row that fits its name. */
const homes: readonly (readonly [RegExp, UnitPath])[] = [
  [/^organization-management$/, []],
  [/-sandbox$/, ["Sandbox"]],
  [/^(payments|checkout)-prod$/, ["Retail", "Payments", "Production"]],
  [/^(payments|checkout)-/, ["Retail", "Payments"]],
  [/^(storefront|search|loyalty|pricing|mobile-app)-(prod|staging|dev)$/, ["Retail", "Storefront"]],
  [/^warehouse-/, ["Retail", "Logistics"]],
  [/^data-lake-/, ["Data"]],
  [/^(log-archive|security-tooling|identity-prod)$/, ["Platform", "Security"]],
  [/^(observability|network-hub|shared-services|backup-vault)$/, ["Platform"]],
  [/^(partner|edi|settlement|logistics)-.*-?prod$/, ["Partners", "Production"]],
  [/^(partner|edi|settlement|logistics)-/, ["Partners"]],
  [/-eu\d*-prod$/, ["Regions", "Europe", "Production"]],
  [/-eu\d*-/, ["Regions", "Europe"]],
  [/-us\d*-/, ["Regions", "Americas"]],
  [/-latam\d*-/, ["Regions", "Americas", "Latin America"]],
  [/-(apac|uk)\d*-/, ["Regions", "Elsewhere"]],
];

/** Whoever shows a path must survive a name like this one; AWS allows it. */
const hostileHome: UnitPath = ['<b onclick="alert(1)">Hostile</b> & / sons', ".."];

/** Where closed accounts go. There is none yet: a unit without accounts. */
const empty: UnitPath = ["Suspended"];

/** Every unit once, each after the one that it stands in. */
export const unitPaths: readonly UnitPath[] = [
  ...new Map(
    [...homes.map(([, path]) => path), hostileHome, empty]
      .flatMap((path) => path.map((_, depth) => path.slice(0, depth + 1)))
      .map((path) => [unitId(path), path] as const),
  ).values(),
];

/** Of the root, for an empty path. AWS's shapes: `r-` and four characters; `ou-`, the root's four, and eight. */
export function unitId(path: UnitPath): string {
  if (path.length === 0) return "r-sb01";
  return `ou-sb01-${createHash("sha256")
    .update(`unit ${path.join("\n")}`)
    .digest("hex")
    .slice(0, 8)}`;
}

export function homeOf({ accountName = "" }: SandboxAccount): UnitPath {
  return homes.find(([names]) => names.test(accountName))?.[1] ?? hostileHome;
}

const owners: Readonly<Record<string, string>> = {
  Retail: "retail-platform@example.com",
  Data: "data@example.com",
  Platform: "platform@example.com",
  Regions: "regions@example.com",
};

const hostileTags: readonly (readonly [string, string])[] = [
  ["__proto__", "polluted"],
  ["constructor", "x".repeat(256)],
  ["e=mc+2 :@/", "\u00A0\u2028"],
];

/** Key and value of each. A sandbox has none; the hostile ones have the worst that AWS allows. */
export function tagsOf(account: SandboxAccount): readonly (readonly [string, string])[] {
  const home = homeOf(account);
  if (home === hostileHome) return hostileTags;
  const owner = owners[home[0] ?? "Platform"];
  if (!owner) return [];
  const costCenter = String(4000 + (Number(account.accountId.slice(-3)) % 40));
  const holdsCards = home[1] === "Payments";
  return [
    ["owner", owner],
    ["cost-center", costCenter],
    ...(holdsCards ? [["data-class", "cardholder"] as const] : []),
  ];
}
