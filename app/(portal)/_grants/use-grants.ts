"use client";
/** All roles that a person may choose from, fetched when they are wanted; and finding some of them. */

import { useEffect, useState } from "react";
import { ask, isRecord, type Trouble } from "@/app/_ui/ask";
import { searchWords } from "@/app/(portal)/_access/search-access";
import { type AccountLook, calledName } from "@/lib/core/account-look";
import type { Grant } from "@/lib/core/grant";

export type Choice = {
  key: string;
  grant: Grant;
  /** What the account is called, and what AWS calls it. */
  called: string;
  accountName: string | null;
  look: AccountLook | null;
  instanceLabel: string | null;
  /** Lower-case: what is searched. */
  hay: string;
};

export function keyOf({ instance, accountId, role }: Grant): string {
  return `${instance}/${accountId}/${role}`;
}

type Kept = {
  instance: string;
  instanceLabel: string | null;
  accountId: string;
  name: string | null;
  look: AccountLook | null;
  roles: string[];
};

function choicesOf({ roles, ...account }: Kept): Choice[] {
  const { instance, instanceLabel, accountId, name, look } = account;
  const called = calledName(account);
  return roles.map((role) => {
    const grant = { instance, accountId, role };
    const texts = [called, name, accountId, role, look?.environment, look?.label, instanceLabel];
    const hay = texts.filter(Boolean).join("\n").toLowerCase();
    return { key: keyOf(grant), grant, called, accountName: name, look, instanceLabel, hay };
  });
}

function readChoices(answer: unknown): Choice[] | null {
  if (!isRecord(answer) || !Array.isArray(answer.accounts)) return null;
  return (answer.accounts as Kept[]).flatMap(choicesOf);
}

export type Grants = { choices: readonly Choice[] | null; trouble: Trouble | null };

/** Null until they have come. */
export function useGrants(): Grants {
  const [grants, setGrants] = useState<Grants>({ choices: null, trouble: null });
  useEffect(() => {
    const over = new AbortController();
    void ask("/api/grants", {}, readChoices, over.signal).then((outcome) => {
      if (over.signal.aborted) return;
      setGrants(
        outcome.ok ? { choices: outcome.value, trouble: null } : { choices: null, trouble: outcome.trouble },
      );
    });
    return () => over.abort();
  }, []);
  return grants;
}

/** Those in which every word of the search is found. */
export function found(choices: readonly Choice[], query: string): readonly Choice[] {
  const words = searchWords(query);
  return words.length === 0
    ? choices
    : choices.filter(({ hay }) => words.every((word) => hay.includes(word)));
}
