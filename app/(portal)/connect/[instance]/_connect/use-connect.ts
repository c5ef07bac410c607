"use client";
/** Where a connection stands, from the click to AWS's answer: which panel is shown, and what asks the server when. */

import { useCallback, useState } from "react";
import { ask, isRecord, type Trouble } from "@/app/_ui/ask";
import { type News, usePolling } from "./use-polling";

/** A code as it may be seen. */
export type Code = {
  userCode: string;
  verificationUri: string;
  verificationUriComplete: string;
  intervalSeconds: number;
  secondsLeft: number;
};

export type Step =
  | { kind: "ready" }
  | { kind: "getting" }
  /** `hint`: the last question got no answer; the next one will be asked all the same. */
  | { kind: "waiting"; code: Code; hint: Trouble | null }
  | { kind: "over"; trouble: Trouble }
  | { kind: "connected" };

function readCode(answer: unknown): Code | null {
  if (!isRecord(answer)) return null;
  const { userCode, verificationUri, verificationUriComplete, intervalSeconds, secondsLeft } = answer;
  return typeof userCode === "string" &&
    typeof verificationUri === "string" &&
    typeof verificationUriComplete === "string" &&
    typeof intervalSeconds === "number" &&
    typeof secondsLeft === "number"
    ? { userCode, verificationUri, verificationUriComplete, intervalSeconds, secondsLeft }
    : null;
}

/** `connected` is told once, for whoever goes on from here. */
export function useConnect(
  instance: string,
  first: Step,
  connected: () => void,
): { step: Step; begin: () => Promise<void> } {
  const [step, setStep] = useState<Step>(first);

  async function begin(): Promise<void> {
    setStep({ kind: "getting" });
    const outcome = await ask("/api/connections/start", { instance }, readCode);
    setStep(
      outcome.ok
        ? { kind: "waiting", code: outcome.value, hint: null }
        : { kind: "over", trouble: outcome.trouble },
    );
  }

  const told = useCallback(
    (news: News) => {
      if (news === "connected") {
        setStep({ kind: "connected" });
        connected();
      } else if ("trouble" in news) setStep({ kind: "over", trouble: news.trouble });
      else setStep((now) => (now.kind === "waiting" ? { ...now, hint: news.hint } : now));
    },
    [connected],
  );
  usePolling(instance, step.kind === "waiting" ? step.code : null, told);

  return { step, begin };
}
