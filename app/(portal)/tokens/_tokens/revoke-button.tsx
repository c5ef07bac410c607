"use client";
/** Ends a token, or many, once somebody has said so twice: the machine that uses it stops at its next request. */

import { type ReactNode, useState } from "react";
import type { Outcome } from "@/app/_ui/ask";
import { Button, type ButtonKind } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { WaitIcon } from "@/app/_ui/icons";
import { useSay } from "@/app/_ui/say";

type RevokeProps = {
  /** On the button, and what it is called aloud. */
  children: ReactNode;
  label: string;
  /** The question. */
  title: string;
  kind?: ButtonKind;
  send: () => Promise<Outcome<number>>;
  onDone: () => void;
};

function endedWords(count: number): string {
  if (count === 0) return "It was over already.";
  return count === 1
    ? "Revoked. It is dead everywhere."
    : `${count} tokens revoked. They are dead everywhere.`;
}

export function RevokeButton({ children, label, title, kind = "plain", send, onDone }: RevokeProps) {
  const [open, setOpen] = useState(false);
  const [sending, setSending] = useState(false);
  const say = useSay();

  async function revoke() {
    setSending(true);
    const outcome = await send();
    setSending(false);
    if (!outcome.ok) return say(`${outcome.trouble.title}. Nothing was revoked.`);
    setOpen(false);
    say(endedWords(outcome.value));
    onDone();
  }

  return (
    <>
      <Button kind={kind} size="small" aria-label={label} onClick={() => setOpen(true)}>
        {children}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={title}>
        <p className="text-pretty text-sm">
          Whatever uses it is refused from its next request on. Keys that it has taken work until their own
          end.
        </p>
        <div className="mt-4 flex gap-2">
          <Button kind="primary" onClick={revoke} disabled={sending}>
            {sending ? <WaitIcon /> : null}
            Revoke
          </Button>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
        </div>
      </Dialog>
    </>
  );
}
