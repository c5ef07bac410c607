/** What a person writes as a profile set, read and checked: each fault with its field and in one sentence. */

import "server-only";
import { compilePattern, type Pattern, type PatternText } from "@/lib/core/pattern";
import type { ProfileSet } from "@/lib/core/profile-set";
import { ProfileSetDraft } from "@/lib/core/shared-set";
import type { Rendering } from "@/lib/portal/render-profiles";
import type { ProfileGrant } from "@/lib/profiles/profile-grant";

/** `field` as the editor knows it: `title`, `nameTemplate`, `accounts.2`, `defaults.output`, `chains.0.roleArn`. */
export type DraftFault = { field: string; message: string };

/** Where a rule has no sentence of its own. The first whose field fits. */
const words: readonly (readonly [field: RegExp, message: string])[] = [
  [/^title/, "A title has 1 to 64 characters, in one line."],
  [/^sharedWith/, "A group's name has 1 to 256 characters, in one line; a set has 20 groups at most."],
  [/^nameTemplate/, "A template has 1 to 300 characters."],
  [/^(accounts|roles)/, "A pattern has 1 to 200 characters."],
  [/^labels/, "A label has 1 to 40 characters."],
  [/^picked/, "At most 5,000 roles can be picked by hand."],
  [/^regions/, "A set has 20 regions at most."],
  [/^aliasDays/, "Old names are kept for 0 to 366 whole days."],
  [/^chains\.\d+\.durationSeconds/, "A duration is 900 to 43,200 whole seconds."],
  [/^chains\.\d+\.name/, "A profile's name has 1 to 128 characters."],
];

function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map(String)
    .join(".")
    .replace(/^set\./, "")
    .replace(/^selection\.(filter\.)?/, "");
}

type Read = { ok: true; draft: ProfileSetDraft } | { ok: false; faults: readonly DraftFault[] };

export function readDraft(given: unknown): Read {
  const read = ProfileSetDraft.safeParse(given);
  if (read.success) return { ok: true, draft: read.data };
  const faults = read.error.issues.map(({ code, path, message }) => {
    const field = fieldOf(path);
    const said = words.find(([shape]) => shape.test(field))?.[1];
    return { field, message: code === "custom" ? message : (said ?? "This cannot be read.") };
  });
  return { ok: false, faults: [...new Map(faults.map((fault) => [fault.field, fault])).values()] };
}

/** How many of the grants each pattern fits, whatever the other conditions say. */
export type PatternCounts = { accounts: number[]; roles: number[] };

/** A company has many grants and few names: each is tried once. */
function counted(values: readonly (string | null)[]): (pattern: Pattern) => number {
  const times = new Map<string, number>();
  for (const value of values) if (value !== null) times.set(value, (times.get(value) ?? 0) + 1);
  return (pattern) => [...times].reduce((sum, [value, many]) => sum + (pattern.test(value) ? many : 0), 0);
}

/** Counts, and for each pattern that cannot be read its fault. */
export function triedPatterns(
  set: ProfileSet,
  grants: readonly ProfileGrant[],
): { counts: PatternCounts; faults: readonly DraftFault[] } {
  const { filter } = set.selection;
  const faults: DraftFault[] = [];
  const count = (field: string, pattern: PatternText, of: (pattern: Pattern) => number) => {
    const made = compilePattern(pattern);
    if (!made.ok) faults.push({ field, message: made.message });
    return made.ok ? of(made.pattern) : 0;
  };
  const by = {
    name: counted(grants.map(({ accountName }) => accountName)),
    id: counted(grants.map(({ accountId }) => accountId)),
    role: counted(grants.map(({ role }) => role)),
  };
  const accounts = (filter?.accounts ?? []).map((one, at) => count(`accounts.${at}`, one, by[one.field]));
  const roles = (filter?.roles ?? []).map((one, at) => count(`roles.${at}`, one, by.role));
  return { counts: { accounts, roles }, faults };
}

/** What is wrong with a set once it is tried on somebody's own roles. */
export function faultsOf({ names, faults }: Pick<Rendering, "names" | "faults">): DraftFault[] {
  const [first, ...more] = names.faults;
  const others = more.length > 0 ? ` So it is with ${more.length.toLocaleString("en")} more.` : "";
  return [
    ...(first === undefined ? [] : [{ field: "nameTemplate", message: first + others }]),
    ...faults.map((message) => ({ field: "chains", message })),
  ];
}
