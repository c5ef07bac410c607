"use client";
/** Taking a set away, after a question: files that hold it stay as they are. */

import { useState } from "react";
import type { Trouble } from "@/app/_ui/ask";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import { askDelete } from "./ask-files";

export function DeleteSet({ id, title }: { id: string; title: string }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  async function send() {
    setBusy(true);
    const outcome = await askDelete(id);
    setBusy(false);
    setTrouble(outcome.ok ? null : outcome.trouble);
    if (outcome.ok) location.assign("/profiles");
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>Delete</Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={`Delete “${title}”?`}>
        <p className="text-pretty text-dim">
          Everybody loses it, with its versions and the names that it has given. Profiles that stand in
          somebody’s file stay there until they take them out.
        </p>
        {trouble ? <TroubleNotice trouble={trouble} className="mt-4" /> : null}
        <div className="mt-4 flex gap-2">
          <Button kind="primary" disabled={busy} onClick={send}>
            Delete it
          </Button>
          <Button onClick={() => setOpen(false)}>Keep it</Button>
        </div>
      </Dialog>
    </>
  );
}
