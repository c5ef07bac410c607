/** What somebody changed in a list of rules, in words for the record. */

import type { AccountRule } from "@/lib/core/account-rules";

const placeOf = ({ field, kind, pattern }: AccountRule) => `${field} ${kind} ${pattern}`;

/** Everything in one order, so that alike rules have one text. */
function wordsOf(rule: AccountRule): string {
  const says = [
    rule.environment,
    rule.colour,
    rule.label && `label ${rule.label}`,
    rule.displayName && `called ${rule.displayName}`,
    rule.confirm && "asks for its name",
  ].filter(Boolean);
  return `${placeOf(rule)} (${says.join(", ") || "nothing"})`;
}

/** What of `some` is in `others`, too, and what is not; each as often as it is there. */
function compared(some: readonly AccountRule[], others: readonly AccountRule[]) {
  const left = others.map(wordsOf);
  const [shared, missing]: [AccountRule[], AccountRule[]] = [[], []];
  for (const rule of some) {
    const at = left.indexOf(wordsOf(rule));
    if (at >= 0) left.splice(at, 1);
    (at < 0 ? missing : shared).push(rule);
  }
  return { shared, missing };
}

type Change = { words: string; weight: number };

function changesIn(before: readonly AccountRule[], after: readonly AccountRule[]): Change[] {
  const gone = compared(before, after).missing;
  const came = compared(after, before).missing;
  const changes: Change[] = came.map((rule) => {
    const at = gone.findIndex((one) => placeOf(one) === placeOf(rule));
    const [old] = at < 0 ? [] : gone.splice(at, 1);
    if (!old) return { words: `added ${wordsOf(rule)}`, weight: 1 };
    return {
      words: `changed ${wordsOf(old)} to ${wordsOf(rule)}`,
      weight: old.confirm && !rule.confirm ? 3 : 2,
    };
  });
  return [
    ...changes,
    ...gone.map((rule) => ({ words: `removed ${wordsOf(rule)}`, weight: rule.confirm ? 3 : 2 })),
  ];
}

/** Whether what stayed stands in another order. */
function isMoved(before: readonly AccountRule[], after: readonly AccountRule[]): boolean {
  return isChanged(compared(before, after).shared, compared(after, before).shared);
}

/** Whether anything is different at all. */
export function isChanged(before: readonly AccountRule[], after: readonly AccountRule[]): boolean {
  return before.map(wordsOf).join("\n") !== after.map(wordsOf).join("\n");
}

/**
 * At most `longest` characters; what asks no more for a name comes first, and what finds no room is counted. "another order"
 * stands first of all: it may change what every rule decides.
 */
export function ruleChanges(
  before: readonly AccountRule[],
  after: readonly AccountRule[],
  longest = 512,
): string {
  const changes = changesIn(before, after).sort((one, other) => other.weight - one.weight);
  const all = [...(isMoved(before, after) ? ["another order"] : []), ...changes.map(({ words }) => words)];
  const room = longest - "; and 400 more".length;
  let said = "";
  for (const [index, words] of all.entries()) {
    const next = said === "" ? words : `${said}; ${words}`;
    if (next.length > room) {
      const rest = all.length - index;
      return said === ""
        ? `${cut(words, room)}${rest > 1 ? `; and ${rest - 1} more` : ""}`
        : `${said}; and ${rest} more`;
    }
    said = next;
  }
  return said;
}

/** Never half a character: no database takes one. */
function cut(text: string, longest: number): string {
  return text
    .slice(0, longest - 3)
    .replace(/\p{Surrogate}$/u, "")
    .concat("...");
}
