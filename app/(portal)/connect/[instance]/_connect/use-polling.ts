"use client";
/**
 * Asks whether a code was approved, as often as the server says. A tab that is out of sight for long stops asking, and one
 * that comes back asks at once: that is the moment after the approval.
 */

import { useEffect } from "react";
import { ask, isRecord, type Trouble } from "@/app/_ui/ask";
import type { Code } from "./use-connect";

type Answer = { state: "connected" } | { state: "pending"; intervalSeconds: number };

export type News = "connected" | { hint: Trouble | null } | { trouble: Trouble };

/** People are at AWS meanwhile, signing in perhaps: so long a hidden tab goes on asking. */
const patienceMs = 3 * 60_000;

/** After these the code is as good as before. */
const passing: ReadonlySet<Trouble["code"]> = new Set<Trouble["code"]>([
  "unreachable",
  "aws-unavailable",
  "aws-slow",
  "aws-throttled",
  "aws-malformed",
  "store-unavailable",
  "too-many-requests",
  "stopping",
]);

function readAnswer(answer: unknown): Answer | null {
  if (!isRecord(answer)) return null;
  const { state, intervalSeconds } = answer;
  if (state === "connected") return { state };
  return state === "pending" && typeof intervalSeconds === "number" ? { state, intervalSeconds } : null;
}

export function usePolling(instance: string, code: Code | null, told: (news: News) => void): void {
  useEffect(() => {
    if (!code) return;
    let seconds = code.intervalSeconds;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let hiddenSince = document.hidden ? Date.now() : null;
    let isAsking = false;
    let isOver = false;

    const later = () => {
      clearTimeout(timer);
      if (hiddenSince !== null && Date.now() - hiddenSince > patienceMs) return;
      timer = setTimeout(question, seconds * 1000);
    };
    async function question(): Promise<void> {
      if (isAsking || isOver) return;
      clearTimeout(timer);
      isAsking = true;
      const outcome = await ask("/api/connections/poll", { instance }, readAnswer);
      isAsking = false;
      if (isOver) return;
      if (outcome.ok && outcome.value.state === "connected") return told("connected");
      if (!outcome.ok && !passing.has(outcome.trouble.code)) return told({ trouble: outcome.trouble });
      if (outcome.ok && outcome.value.state === "pending") seconds = outcome.value.intervalSeconds;
      told({ hint: outcome.ok ? null : outcome.trouble });
      later();
    }
    const looked = () => {
      hiddenSince = document.hidden ? Date.now() : null;
      if (!document.hidden) void question();
    };

    later();
    document.addEventListener("visibilitychange", looked);
    addEventListener("online", looked);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", looked);
      removeEventListener("online", looked);
    };
  }, [instance, code, told]);
}
