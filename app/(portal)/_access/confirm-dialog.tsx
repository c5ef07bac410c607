"use client";
/** Asks for an account's name before something is taken there. Nothing remembers that it was typed. */

import { type FormEvent, type RefObject, useId, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { EnvironmentTag } from "@/app/_ui/environment";
import { Name } from "@/app/_ui/name";
import { isNameOf, nameToType } from "@/lib/core/account-look";
import type { Asking, Confirm } from "./use-confirm";

export function ConfirmDialog({ confirm: { asking, open, close } }: { confirm: Confirm }) {
  const input = useRef<HTMLInputElement>(null);
  if (!asking) return null;
  const { account, role } = asking.about;
  const title = (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      <Name text={nameToType(account)} />
      <EnvironmentTag look={account.look} />
    </span>
  );
  return (
    <Dialog open={open} onClose={close} title={title} description={role} focus={input}>
      {open ? <NameForm asking={asking} input={input} onClose={close} /> : null}
    </Dialog>
  );
}

type FormProps = { asking: Asking; input: RefObject<HTMLInputElement | null>; onClose: () => void };

function NameForm({ asking: { about, refused, go }, input, onClose }: FormProps) {
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const fault = useId();

  function send(event: FormEvent) {
    event.preventDefault();
    if (!isNameOf(typed, about.account)) {
      setWrong(true);
      input.current?.select();
      return;
    }
    // Within this very click or key: browsers open tabs and fill the clipboard only then.
    go(typed);
    onClose();
  }

  return (
    <form onSubmit={send} className="space-y-3">
      {refused ? (
        <p className="text-dim text-sm">This account has a new rule: it asks for its name, as AWS has it.</p>
      ) : null}
      <label className="block text-sm">
        <span className="mb-1.5 block">
          Type <strong className="select-none break-all font-semibold">{nameToType(about.account)}</strong> to
          go on
        </span>
        <input
          ref={input}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong(false);
          }}
          maxLength={200}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          aria-invalid={wrong}
          aria-describedby={wrong ? fault : undefined}
          className="h-10 w-full rounded-lg border border-field bg-panel px-3 text-base outline-none focus:border-accent focus:ring-3 focus:ring-accent/20 aria-invalid:border-bad"
        />
      </label>
      <p id={fault} role="alert" className="text-bad text-sm empty:hidden">
        {wrong ? "That is not its name." : ""}
      </p>
      <p className="text-pretty text-dim text-sm">{about.outcome}</p>
      <div className="flex gap-2 pt-1">
        <Button type="submit" kind="primary">
          {about.button}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
