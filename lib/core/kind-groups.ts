/** Kinds of audit event by what they are about, as a list of them is read. Reaches the browser, so the table of kinds itself is not here. */

/** By how the kinds begin. */
const groups = {
  keys: { label: "Keys", beginnings: ["credentials"] },
  console: { label: "Console", beginnings: ["console"] },
  "sign-in": { label: "Sign-in", beginnings: ["sign-in", "sign-out"] },
  tokens: { label: "Access tokens", beginnings: ["access-token"] },
  pairing: { label: "Pairing of machines", beginnings: ["pairing"] },
  connection: { label: "Connections to AWS", beginnings: ["connection"] },
  refusals: { label: "Refused requests", beginnings: ["request"] },
  profiles: { label: "Profile sets", beginnings: ["profile-set"] },
  administration: { label: "Administration", beginnings: ["account-rules", "person"] },
  record: { label: "The record itself", beginnings: ["audit", "record", "delivery", "anchor", "checkpoint"] },
  other: { label: "Other", beginnings: [] },
} as const satisfies Record<string, { label: string; beginnings: readonly string[] }>;

export type KindGroup = keyof typeof groups;

export function isKindGroup(value: unknown): value is KindGroup {
  return typeof value === "string" && Object.hasOwn(groups, value);
}

export const kindGroups: readonly KindGroup[] = Object.keys(groups).filter(isKindGroup);

export function kindGroupLabel(group: KindGroup): string {
  return groups[group].label;
}

/** What no group knows is `other`: a newer version may have written it. */
export function kindGroupOf(kind: string): KindGroup {
  const [beginning = ""] = kind.split(".");
  const found = kindGroups.find((group) => {
    const known: readonly string[] = groups[group].beginnings;
    return known.includes(beginning);
  });
  return found ?? "other";
}
