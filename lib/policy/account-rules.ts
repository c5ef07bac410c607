/** What administrators' rules make of an account. */

import type { AccountLook } from "@/lib/core/account-look";
import type { AccountRule } from "@/lib/core/account-rules";
import { compilePattern, type Pattern } from "@/lib/core/pattern";

/** An account as rules see it. `path` is null where the portal may not read the organisation. */
export type RuledAccount = { accountId: string; name: string | null; path: string | null };

/** `rule` is its place in the list, from 0. The message is for whoever writes rules. */
export type RuleFault = { rule: number; message: string };

/** Which rule decided, and the look that it gives. */
export type RuleDecision = { rule: number; look: AccountLook };

export type CompiledRules = {
  /** The first rule that matches decides the whole look; null where none does. */
  decide(account: RuledAccount): RuleDecision | null;
  /** Rules that cannot be read, or cost too much. They match nothing. */
  faults: readonly RuleFault[];
};

const mostShown = 120;

function textOf({ field }: AccountRule, { accountId, name, path }: RuledAccount): string | null {
  const text = field === "id" ? accountId : field === "name" ? name : path;
  return text?.trim() ? text : null;
}

/** Characters that move or hide others have no place in a name that is there to be recognised. */
function shown(text: string | null): string | null {
  const plain =
    text?.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, "").trim() ?? "";
  return plain === "" ? null : Array.from(plain).slice(0, mostShown).join("").trim();
}

/** `$1` to `$9` become what the groups stand for; a group that is not there, or took no part, becomes nothing. */
function displayNameOf({ displayName }: AccountRule, pattern: Pattern, text: string): string | null {
  if (!displayName?.includes("$")) return shown(displayName);
  // Slower than a test by far: only for the one rule that decided, and only where groups are wanted.
  const groups = pattern.groups(text);
  const group = (number: number) => groups?.[number] ?? "";
  return shown(displayName.replace(/\$([1-9])/g, (_, digit: string) => group(Number(digit))));
}

/** Compiles once; `decide` may then be asked for every account. Never throws. */
export function compileAccountRules(rules: readonly AccountRule[]): CompiledRules {
  const faults: RuleFault[] = [];
  const usable = rules.flatMap((rule, place) => {
    const made = compilePattern(rule);
    if (made.ok) return [{ rule, place, pattern: made.pattern }];
    faults.push({ rule: place, message: made.message });
    return [];
  });

  function decide(account: RuledAccount): RuleDecision | null {
    for (const { rule, place, pattern } of usable) {
      const text = textOf(rule, account);
      if (text === null || !pattern.test(text)) continue;
      const { environment, colour, label, confirm } = rule;
      const displayName = displayNameOf(rule, pattern, text);
      return { rule: place, look: { environment, colour, label: shown(label), displayName, confirm } };
    }
    return null;
  }
  return { decide, faults };
}
