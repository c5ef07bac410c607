/** Administrators' rules on how accounts look: reading, trying and saving them. Who may is the door's to decide. */

import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { AccountLook } from "@/lib/core/account-look";
import { AccountRule, type AccountRuleSet } from "@/lib/core/account-rules";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import { isChanged, ruleChanges } from "@/lib/policy/account-rule-changes";
import { compileAccountRules, type RuleFault } from "@/lib/policy/account-rules";
import { forgetLooks } from "@/lib/portal/account-looks";
import { record } from "@/lib/portal/record";
import {
  type KnownAccount,
  knownAccounts,
  latestAccountRules,
  saveAccountRules,
} from "@/lib/store/account-rules";

/** As they were saved last. Throws `unexpected` where a newer version of Sallyport saved them. */
export async function accountRules(): Promise<AccountRuleSet> {
  return await latestAccountRules();
}

/** On the record first. What then does not come to be is recorded, too: the record must not claim what never was. */
async function saveRecorded(
  person: Person,
  facts: RequestFacts,
  { version, rules }: AccountRuleSet,
  changes: string,
): Promise<number> {
  const next = version + 1;
  const confirming = rules.filter(({ confirm }) => confirm).length;
  const changed = await record(person, facts, {
    kind: "account-rules.changed",
    detail: { version: next, rules: rules.length, confirming, changes },
  });
  try {
    const saved = await saveAccountRules({ version, rules, savedBy: person.name ?? person.email });
    if (saved === null) throw new PortalError("page-outdated", `rules ${next} were saved by somebody else`);
    return saved;
  } catch (failure) {
    const detail = { problem: problemOf(failure), version: next };
    await record(person, facts, { kind: "account-rules.failed", requestId: changed.id, detail }).catch(
      () => null,
    );
    throw failure;
  } finally {
    forgetLooks();
  }
}

/**
 * Answers the version that counts from now on. Throws `page-outdated` where somebody else saved since `version`, and
 * `invalid-input` for a rule that cannot be read.
 */
export async function changeAccountRules(
  person: Person,
  facts: RequestFacts,
  { version, rules }: AccountRuleSet,
): Promise<number> {
  const [fault] = compileAccountRules(rules).faults;
  if (fault) throw new PortalError("invalid-input", `rule ${fault.rule}: ${fault.message}`);
  const before = await latestAccountRules();
  if (before.version !== version) {
    throw new PortalError("page-outdated", `rules ${version} are not the latest, ${before.version} are`);
  }
  if (!isChanged(before.rules, rules)) return version;
  return await saveRecorded(person, facts, { version, rules }, ruleChanges(before.rules, rules));
}

/** `field` is a rule's own, such as `pattern`. */
export type PreviewFault = RuleFault & { field: string };

export type AccountRulesPreview = {
  /** `rule` is the place of the one that decides. */
  accounts: (KnownAccount & { rule: number | null; look: AccountLook | null })[];
  faults: PreviewFault[];
  /** Whether these are all accounts that we know. */
  whole: boolean;
};

const mostAccounts = 5000;
/** Accounts that are looked at in one go: whoever waits for anything else comes in between. */
const atOnce = 100;
/** A preview that takes longer shows as far as it came. */
const mostMs = 3000;

const fieldWords: Record<string, string> = {
  pattern: "Write a pattern, in characters that can be seen.",
  label: "A label has up to 40 characters that can be seen.",
  displayName: "A name has up to 120 characters that can be seen.",
};

/** Rules that are still being written: what cannot be read yet is named, and matches nothing. */
function readRules(given: readonly unknown[]): {
  rules: { rule: AccountRule; place: number }[];
  faults: PreviewFault[];
} {
  const faults: PreviewFault[] = [];
  const rules = given.flatMap((one, place) => {
    const read = AccountRule.safeParse(one);
    if (read.success) return [{ rule: read.data, place }];
    const fields = new Set(read.error.issues.map(({ path }) => String(path[0] ?? "pattern")));
    for (const field of fields) {
      faults.push({ rule: place, field, message: fieldWords[field] ?? "This cannot be read." });
    }
    return [];
  });
  return { rules, faults };
}

/** What these rules would make of the accounts that we know. Stops where nobody waits any more. */
export async function previewAccountRules(
  given: readonly unknown[],
  signal: AbortSignal,
): Promise<AccountRulesPreview> {
  const { rules, faults } = readRules(given);
  const { decide, faults: unreadable } = compileAccountRules(rules.map(({ rule }) => rule));
  const placeOf = (rule: number) => rules[rule]?.place ?? 0;
  for (const { rule, message } of unreadable) faults.push({ rule: placeOf(rule), field: "pattern", message });

  const known = await knownAccounts(mostAccounts + 1);
  const accounts: AccountRulesPreview["accounts"] = [];
  const end = performance.now() + mostMs;
  for (const account of known.slice(0, mostAccounts)) {
    if (accounts.length % atOnce === 0) {
      await nextTurn();
      if (signal.aborted || performance.now() > end) break;
    }
    const decision = decide(account);
    const rule = decision && placeOf(decision.rule);
    accounts.push({ ...account, rule, look: decision?.look ?? null });
  }
  return { accounts, faults, whole: accounts.length === known.length };
}
