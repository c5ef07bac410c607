"use client";
/** Reads a person's access from Sallyport, line by line, and keeps the last list in this page's memory alone. */

import { useCallback, useEffect, useReducer, useRef } from "react";
import { readTrouble, unreachable } from "@/app/_ui/ask";
import type { AccessLine } from "@/lib/core/access";
import { type AccessEntry, type AccessNews, type AccessState, accessAfter, nothingYet } from "./access-state";
import { accessLine, accessLines } from "./read-lines";

/** Lines of so many milliseconds are shown together: each one alone would be too much painting. */
const togetherMs = 120;

async function readAll(tell: (news: AccessNews) => void, signal: AbortSignal): Promise<void> {
  const response = await fetch("/api/access", { cache: "no-store", signal });
  if (!response.ok || !response.body) return tell({ kind: "refused", trouble: await readTrouble(response) });

  let waiting: AccessLine[] = [];
  const flush = () => {
    if (waiting.length > 0) tell({ kind: "lines", lines: waiting, now: Date.now() });
    waiting = [];
  };
  // A timer, because the next line may be long in coming and what is there should be seen.
  const timer = setInterval(flush, togetherMs);
  try {
    for await (const lines of accessLines(response.body)) {
      waiting.push(...lines);
      if (lines.some(({ kind }) => kind !== "roles")) flush();
    }
  } catch {
    // Cut in the middle: what came is shown, and `ended` says that it is not all.
  } finally {
    clearInterval(timer);
    flush();
    tell({ kind: "ended" });
  }
}

async function readAccount({ instance, account }: AccessEntry): Promise<AccessLine | null> {
  const query = new URLSearchParams({ instance, accountId: account.accountId });
  try {
    const response = await fetch(`/api/access/account?${query}`, { cache: "no-store" });
    return response.ok ? accessLine(await response.text()) : null;
  } catch {
    return null;
  }
}

export type Access = {
  state: AccessState;
  /** When this reading began, in milliseconds since 1970. */
  startedAt: number;
  readAgain: () => void;
  /** One account's roles once more, after AWS failed to tell them. */
  readAccountAgain: (entry: AccessEntry) => Promise<void>;
};

export function useAccess(): Access {
  const [state, tell] = useReducer(accessAfter, nothingYet);
  const reading = useRef<AbortController>(null);
  const startedAt = useRef(0);

  const readAgain = useCallback(() => {
    reading.current?.abort();
    const mine = new AbortController();
    reading.current = mine;
    startedAt.current = Date.now();
    const tellMine = (news: AccessNews) => mine.signal.aborted || tell(news);
    tellMine({ kind: "begun" });
    readAll(tellMine, mine.signal).catch(() => tellMine({ kind: "refused", trouble: unreachable() }));
  }, []);

  const readAccountAgain = useCallback(async (entry: AccessEntry) => {
    const line = await readAccount(entry);
    if (line) tell({ kind: "lines", lines: [line], now: Date.now() });
  }, []);

  useEffect(() => {
    readAgain();
    return () => reading.current?.abort();
  }, [readAgain]);

  return { state, startedAt: startedAt.current, readAgain, readAccountAgain };
}
