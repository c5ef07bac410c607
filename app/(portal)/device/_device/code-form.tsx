"use client";
/** The code, typed: that is how a person says that it is their machine. No link carries it. */

import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { needsSignIn, type Trouble } from "@/app/_ui/ask";
import { Button } from "@/app/_ui/button";
import { WaitIcon } from "@/app/_ui/icons";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import { plainUserCode, shownUserCode, userCodeLength } from "@/lib/core/pairing";

type CodeProps = { isAsking: boolean; trouble: Trouble | null; onCode: (code: string) => void };

/** In capitals and with its hyphen, as soon as that is sure; what is no letter of a code stays to be seen. */
function asShown(typed: string): string {
  const plain = plainUserCode(typed);
  return plain ? shownUserCode(plain) : typed.toUpperCase();
}

export function CodeForm({ isAsking, trouble, onCode }: CodeProps) {
  const [code, setCode] = useState("");
  const [isShort, setShort] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const ids = { box: useId(), fault: useId() };

  useEffect(() => {
    // Typed before the page was ready counts.
    if (box.current && box.current.value !== "") setCode(box.current.value);
    box.current?.focus({ preventScroll: true });
  }, []);
  // After a refusal the next thing is to correct it.
  useEffect(() => {
    if (trouble) box.current?.select();
  }, [trouble]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const isWhole = plainUserCode(code) !== null;
    setShort(!isWhole);
    if (isWhole && !isAsking) onCode(code);
    else box.current?.focus();
  }
  const fault = isShort
    ? `A code is ${userCodeLength} letters, all of them consonants, such as BCDF-GHJK.`
    : trouble && !needsSignIn(trouble)
      ? `${trouble.title}. ${trouble.remedy}`
      : null;
  return (
    <form onSubmit={submit} noValidate>
      <label htmlFor={ids.box} className="block font-semibold text-lg">
        Enter the code that the machine shows
      </label>
      <p className="mt-1 text-pretty text-dim">
        Only a code that you see on a machine of yours, after you ran the command there yourself.
      </p>
      <div className="mt-4 flex flex-wrap gap-3">
        <input
          ref={box}
          id={ids.box}
          value={code}
          onChange={(event) => {
            setCode(asShown(event.target.value));
            setShort(false);
          }}
          maxLength={24}
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          placeholder="XXXX-XXXX"
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : ids.fault}
          translate="no"
          className="h-12 min-w-0 grow basis-56 rounded-lg border border-field bg-sunken px-4 text-center font-mono font-semibold text-xl tracking-widest outline-none focus:border-accent focus:ring-3 focus:ring-accent/20 aria-invalid:border-bad"
        />
        <Button
          type="submit"
          kind="primary"
          size="large"
          className="h-12 grow sm:grow-0"
          aria-busy={isAsking}
        >
          {isAsking ? <WaitIcon /> : null}
          Go on
        </Button>
      </div>
      <p id={ids.fault} role="alert" className="mt-3 text-pretty text-bad text-sm empty:hidden">
        {fault}
      </p>
      {trouble && needsSignIn(trouble) ? <TroubleNotice trouble={trouble} className="mt-4" /> : null}
    </form>
  );
}
