"use client";
/** Asks once more: this ends what runs in other browsers and on machines. */

import { Button } from "./button";
import { Dialog } from "./dialog";
import { WaitIcon } from "./icons";

type EverywhereProps = { open: boolean; leaving: boolean; onClose: () => void; onSignOut: () => void };

export function SignOutEverywhere({ open, leaving, onClose, onSignOut }: EverywhereProps) {
  return (
    <Dialog open={open} onClose={onClose} title="Sign out everywhere?">
      <div className="space-y-2 text-pretty text-sm">
        <p>
          Ends your sessions in every browser, all your access tokens, and Sallyport’s sign-ins at AWS in your
          name. Machines that use a token are refused from their next request on.
        </p>
        <p className="text-dim">Keys that were already taken work until their own end.</p>
      </div>
      <div className="mt-4 flex gap-2">
        <Button kind="primary" onClick={onSignOut} disabled={leaving}>
          {leaving ? <WaitIcon /> : null}
          Sign out everywhere
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </Dialog>
  );
}
