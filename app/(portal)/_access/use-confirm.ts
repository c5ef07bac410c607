"use client";
/** Accounts that ask for their name before anything is taken there. The server insists on it; the page asks before it is sent. */

import { useCallback, useEffect, useRef, useState } from "react";
import type { NamedAccount } from "@/lib/core/access";
import type { KeysInHand } from "./use-keys";
import { nameOfWanted, type Wanted } from "./wanted-text";

type Asked = Pick<NamedAccount, "accountId" | "name" | "look">;

/** What is about to be done, and where. */
export type About = {
  account: Asked;
  role: string;
  /** What happens once the name is typed, as in `The console opens in a new tab.` */
  outcome: string;
  /** On the button. */
  button: string;
};

/** Something that waits for a name. `refused`: the server wanted one, and the page had not known. */
export type Asking = { about: About; refused: boolean; go: (typed: string) => void };

export type Confirm = {
  asking: Asking | null;
  open: boolean;
  /** Does it at once, or asks first. What is typed is handed on within the click or key that sends it. */
  first: (about: About, go: (typed: string | undefined) => void) => void;
  /** Asks, whatever the page knows of the account. */
  again: (about: About, go: (typed: string) => void) => void;
  close: () => void;
};

export function useConfirm(): Confirm {
  const [asking, setAsking] = useState<Asking | null>(null);
  const [open, setOpen] = useState(false);

  const ask = useCallback((next: Asking) => {
    setAsking(next);
    setOpen(true);
  }, []);

  const first = useCallback<Confirm["first"]>(
    (about, go) => {
      if (about.account.look?.confirm) ask({ about, refused: false, go });
      else go(undefined);
    },
    [ask],
  );
  const again = useCallback<Confirm["again"]>(
    // The rules changed since the page was read, and with them perhaps what the account is called: AWS's name is always good.
    (about, go) => ask({ about: { ...about, account: { ...about.account, look: null } }, refused: true, go }),
    [ask],
  );
  const close = useCallback(() => setOpen(false), []);

  // A page that was left and comes back from memory does not still ask for what was meant before.
  useEffect(() => {
    addEventListener("pagehide", close);
    return () => removeEventListener("pagehide", close);
  }, [close]);

  return { asking, open, first, again, close };
}

export function aboutConsole(account: Asked, role: string): About {
  return { account, role, outcome: "The AWS console opens in a new tab.", button: "Open console" };
}

export function aboutKeys(account: Asked, role: string, wanted: Wanted): About {
  if (wanted.kind === "show") return { account, role, outcome: "Keys are shown here.", button: "Show keys" };
  const what = nameOfWanted(wanted);
  const outcome = wanted.kind === "value" ? `${what} is copied.` : `Keys are copied for ${what}.`;
  return { account, role, outcome, button: "Copy" };
}

/** Where the server wants a name that the page did not know of, the page asks for it then. */
export function useRefusedKeys(
  { taking, take }: KeysInHand,
  { again }: Confirm,
  accountOf: (key: string) => Asked,
): void {
  const asked = useRef(0);
  useEffect(() => {
    if (taking?.step !== "failed" || taking.trouble.code !== "confirmation-needed") return;
    // Once for each refusal: whoever closes the dialog has answered.
    if (asked.current === taking.id) return;
    asked.current = taking.id;
    const { target, wanted } = taking;
    const { instance, accountId, role } = target.grant;
    again(aboutKeys(accountOf(`${instance}/${accountId}`), role, wanted), (typed) =>
      take(target, wanted, typed),
    );
  }, [taking, take, again, accountOf]);
}
