"use client";
/** Asks for a verification of everything. It runs in the background, so the answer is on the page a little later. */

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { ask, isRecord, type Trouble } from "@/app/_ui/ask";
import { Button } from "@/app/_ui/button";
import { AgainIcon } from "@/app/_ui/icons";
import { useSay } from "@/app/_ui/say";

/** How often the page looks whether it is done. Milliseconds. */
const lookMs = 5_000;

export function VerifyNow({ wanted }: { wanted: boolean }) {
  const router = useRouter();
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  useEffect(() => {
    if (!wanted) return;
    const timer = setInterval(() => router.refresh(), lookMs);
    return () => clearInterval(timer);
  }, [wanted, router]);

  async function verify(): Promise<void> {
    setAsking(true);
    const outcome = await ask("/api/admin/record/verification", {}, (answer) =>
      isRecord(answer) ? true : null,
    );
    setAsking(false);
    setTrouble(outcome.ok ? null : outcome.trouble);
    if (!outcome.ok) return;
    say("All of the record is verified within a minute.");
    router.refresh();
  }

  return (
    <div className="flex min-w-0 items-center gap-2">
      {trouble ? (
        <p role="alert" className="truncate text-bad text-sm">
          {trouble.title}
        </p>
      ) : null}
      <Button size="small" onClick={verify} disabled={asking || wanted}>
        <AgainIcon />
        {wanted ? "Verifying…" : "Verify now"}
      </Button>
    </div>
  );
}
