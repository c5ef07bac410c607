"use client";
/** Shuts a person out, once somebody has read what that means and said why. */

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import type { Trouble } from "@/app/_ui/ask";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/fields";
import { WaitIcon } from "@/app/_ui/icons";
import { useSay } from "@/app/_ui/say";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import { visibleText } from "@/app/_ui/visible-text";
import { askBlock, type Ended } from "./ask-people";

/** As `BlockReason` has it; the schema itself stays on the server. */
const longestReason = 300;

type BlockProps = {
  personId: string;
  name: string;
  /** Whether the person is an administrator, which whoever blocks should know. */
  administrator: boolean;
};

const many = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

function endedWords({ sessions, tokens }: Ended): string {
  return `Blocked. ${many(sessions, "session")} and ${many(tokens, "access token")} ended.`;
}

function Consequences({ administrator }: { administrator: boolean }) {
  return (
    <div className="space-y-2 text-pretty text-sm">
      {administrator ? (
        <p className="rounded-md bg-warn-tint px-3 py-2">
          This is an administrator. Whoever is blocked cannot lift it: make sure that somebody else can.
        </p>
      ) : null}
      <p>At once, on every replica, until an administrator lifts it:</p>
      <ul className="list-disc space-y-1 pl-5">
        <li>no sign-in, and every session of theirs ends</li>
        <li>no keys and no console, also those on their way</li>
        <li>every access token is revoked; machines are refused</li>
        <li>Sallyport’s tokens in their name are deleted, and nothing is renewed</li>
      </ul>
      <p className="text-dim">
        Keys that AWS has issued live on until their own end. The next page shows which, and what stops them.
      </p>
    </div>
  );
}

export function BlockButton({ personId, name, administrator }: BlockProps) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [wanting, setWanting] = useState(false);
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const router = useRouter();
  const say = useSay();
  const called = visibleText(name);

  async function block(event: FormEvent) {
    event.preventDefault();
    if (reason.trim() === "") return setWanting(true);
    setSending(true);
    const outcome = await askBlock(personId, reason.trim());
    setSending(false);
    if (!outcome.ok) return setTrouble(outcome.trouble);
    setOpen(false);
    say(endedWords(outcome.value));
    router.refresh();
  }

  return (
    <>
      <Button
        className="text-bad"
        onClick={() => {
          setTrouble(null);
          setWanting(false);
          setOpen(true);
        }}
      >
        Block…
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={`Block ${called}?`}>
        <form onSubmit={block} className="space-y-4">
          <Consequences administrator={administrator} />
          <TextField
            label="Why: for the record and other administrators, never shown to them"
            value={reason}
            onChange={(text) => {
              setReason(text);
              setWanting(false);
            }}
            maxLength={longestReason}
            placeholder="Laptop stolen, ticket 4711"
            fault={wanting ? "Say why, in a few words." : undefined}
          />
          {trouble ? <TroubleNotice trouble={trouble} /> : null}
          <div className="flex gap-2">
            <Button kind="primary" type="submit" disabled={sending}>
              {sending ? <WaitIcon /> : null}
              Block
            </Button>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
