"use client";
/** That a person is blocked, since when, by whom and why; and the way to lift it. */

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { AlertIcon, WaitIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { useSay } from "@/app/_ui/say";
import { Time } from "@/app/_ui/time";
import { visibleText } from "@/app/_ui/visible-text";
import { askLift } from "./ask-people";

type NoticeProps = {
  personId: string;
  name: string;
  block: { at: string; reason: string | null; byName: string | null };
};

function LiftButton({ personId, name }: { personId: string; name: string }) {
  const [open, setOpen] = useState(false);
  const [sending, setSending] = useState(false);
  const router = useRouter();
  const say = useSay();
  const called = visibleText(name);

  async function lift() {
    setSending(true);
    const outcome = await askLift(personId);
    setSending(false);
    if (!outcome.ok) return say(`${outcome.trouble.title}. The block stands.`);
    setOpen(false);
    say("Lifted. They may sign in again.");
    router.refresh();
  }

  return (
    <>
      <Button onClick={() => setOpen(true)}>Lift the block…</Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={`Let ${called} in again?`}>
        <p className="text-pretty text-sm">
          They may sign in and take keys again. Sessions and access tokens that have ended do not come back. A
          policy that you attached at AWS stays until you take it away there.
        </p>
        <div className="mt-4 flex gap-2">
          <Button kind="primary" onClick={lift} disabled={sending}>
            {sending ? <WaitIcon /> : null}
            Lift the block
          </Button>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
        </div>
      </Dialog>
    </>
  );
}

export function BlockNotice({ personId, name, block: { at, reason, byName } }: NoticeProps) {
  return (
    <section
      aria-label="The block"
      className="flex flex-wrap items-start gap-x-4 gap-y-3 rounded-xl border border-bad/30 bg-bad-tint px-4 py-3.5"
    >
      <AlertIcon className="mt-0.5 text-bad" />
      <div className="min-w-0 grow basis-64 text-sm">
        <p className="font-medium text-base">
          Blocked since <Time at={at} shape="day" /> <Time at={at} shape="clock" />
          {byName ? (
            <>
              {" "}
              by <Name text={byName} />
            </>
          ) : (
            ", in the database itself"
          )}
        </p>
        {reason ? <p className="wrap-anywhere mt-0.5">{visibleText(reason)}</p> : null}
        <p className="mt-1.5 text-pretty">
          Shut out of Sallyport: no sign-in, no keys, no access token, no renewal. Not of AWS: see below.
        </p>
      </div>
      <LiftButton personId={personId} name={name} />
    </section>
  );
}
