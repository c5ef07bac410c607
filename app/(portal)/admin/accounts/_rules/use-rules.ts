"use client";
/** The rules as they are being written, beside those that are saved. */

import { useCallback, useMemo, useState } from "react";
import type { AccountRule, AccountRuleSet } from "@/lib/core/account-rules";

/** A rule on the page. Its key stays while its place and its words change. */
export type Draft = { key: number; rule: AccountRule };

export const emptyRule: AccountRule = {
  field: "name",
  kind: "glob",
  pattern: "",
  environment: null,
  colour: null,
  label: null,
  displayName: null,
  confirm: false,
};

/** What most companies want first. */
export const exampleRules: readonly AccountRule[] = [
  { ...emptyRule, pattern: "*-prod", environment: "production", confirm: true },
  { ...emptyRule, pattern: "*-dev", environment: "development" },
];

const textOrNull = (text: string | null) => text?.trim() || null;

/** As it is sent: what is only space is nothing. */
function cleaned(rule: AccountRule): AccountRule {
  const { pattern, label, displayName } = rule;
  return {
    ...rule,
    pattern: pattern.trim(),
    label: textOrNull(label),
    displayName: textOrNull(displayName),
  };
}

function drafted(rules: readonly AccountRule[], from: number): Draft[] {
  return rules.map((rule, index) => ({ key: from + index, rule }));
}

type State = { saved: AccountRuleSet; drafts: readonly Draft[]; nextKey: number };

function moved(drafts: readonly Draft[], from: number, to: number): readonly Draft[] {
  const one = drafts[from];
  if (!one || to < 0 || to >= drafts.length) return drafts;
  const rest = drafts.toSpliced(from, 1);
  return rest.toSpliced(to, 0, one);
}

export function useRules(first: AccountRuleSet) {
  const [state, setState] = useState<State>(() => ({
    saved: first,
    drafts: drafted(first.rules, 1),
    nextKey: first.rules.length + 1,
  }));
  const { saved, drafts } = state;
  const rules = useMemo(() => drafts.map(({ rule }) => cleaned(rule)), [drafts]);
  const changed = JSON.stringify(rules) !== JSON.stringify(saved.rules);

  const change = useCallback((make: (drafts: readonly Draft[]) => readonly Draft[]) => {
    setState((now) => ({ ...now, drafts: make(now.drafts) }));
  }, []);
  const edit = useCallback(
    (key: number, part: Partial<AccountRule>) =>
      change((all) => all.map((one) => (one.key === key ? { key, rule: { ...one.rule, ...part } } : one))),
    [change],
  );
  const remove = useCallback(
    (key: number) => change((all) => all.filter((one) => one.key !== key)),
    [change],
  );
  const move = useCallback((from: number, to: number) => change((all) => moved(all, from, to)), [change]);
  const add = useCallback((added: readonly AccountRule[]) => {
    setState(({ drafts: all, nextKey, ...rest }) => ({
      ...rest,
      drafts: [...all, ...drafted(added, nextKey)],
      nextKey: nextKey + added.length,
    }));
  }, []);
  const discard = useCallback(() => {
    setState(({ saved: kept, nextKey }) => ({
      saved: kept,
      drafts: drafted(kept.rules, nextKey),
      nextKey: nextKey + kept.rules.length,
    }));
  }, []);
  /** What was sent is saved now; what was written meanwhile is not. */
  const keep = useCallback((kept: AccountRuleSet) => setState((now) => ({ ...now, saved: kept })), []);

  return { saved, drafts, rules, changed, edit, remove, move, add, discard, keep };
}

export type Rules = ReturnType<typeof useRules>;
