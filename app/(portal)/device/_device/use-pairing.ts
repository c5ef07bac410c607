"use client";
/** Where a pairing stands on the person's side: which panel is shown, and what each click asks. */

import { useState } from "react";
import { ask, isRecord, type Trouble } from "@/app/_ui/ask";
import type { Grant } from "@/lib/core/grant";
import type { ShownPairing } from "@/lib/core/pairing";

export type Wanted = {
  name: string;
  grants: "all" | readonly Grant[];
  hours: number;
  networks: readonly string[];
};

export type Step =
  | { kind: "entering"; isAsking: boolean; trouble: Trouble | null }
  | { kind: "deciding"; pairing: ShownPairing; asking: "allow" | "refuse" | null; trouble: Trouble | null }
  | { kind: "allowed"; machine: string }
  | { kind: "refused"; machine: string };

function readPairing(answer: unknown): ShownPairing | null {
  return isRecord(answer) && typeof answer.id === "string" && typeof answer.machine === "string"
    ? (answer as ShownPairing)
    : null;
}

const done = () => true as const;

export function usePairing(pending: ShownPairing | null) {
  const [step, setStep] = useState<Step>(
    pending
      ? { kind: "deciding", pairing: pending, asking: null, trouble: null }
      : { kind: "entering", isAsking: false, trouble: null },
  );

  async function enter(code: string): Promise<void> {
    setStep({ kind: "entering", isAsking: true, trouble: null });
    const outcome = await ask("/api/pairing/enter", { code }, readPairing);
    setStep(
      outcome.ok
        ? { kind: "deciding", pairing: outcome.value, asking: null, trouble: null }
        : { kind: "entering", isAsking: false, trouble: outcome.trouble },
    );
  }

  async function decide(pairing: ShownPairing, asking: "allow" | "refuse", more: object): Promise<void> {
    setStep({ kind: "deciding", pairing, asking, trouble: null });
    const outcome = await ask(`/api/pairing/${asking}`, { id: pairing.id, ...more }, done);
    const { machine } = pairing;
    if (outcome.ok) setStep({ kind: asking === "allow" ? "allowed" : "refused", machine });
    else setStep({ kind: "deciding", pairing, asking: null, trouble: outcome.trouble });
  }

  return {
    step,
    enter,
    allow: (pairing: ShownPairing, wanted: Wanted) => decide(pairing, "allow", { wanted }),
    refuse: (pairing: ShownPairing) => decide(pairing, "refuse", {}),
    startOver: () => setStep({ kind: "entering", isAsking: false, trouble: null }),
  };
}
