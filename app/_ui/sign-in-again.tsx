"use client";
/** One click to the identity provider and back to the same place. */

import { useState } from "react";
import { askWhereTo, type Trouble } from "./ask";
import { Button, type ButtonSize } from "./button";
import { WaitIcon } from "./icons";

type SignInProps = {
  label?: string;
  /** A path of ours. Without it: this very page. */
  returnTo?: string;
  size?: ButtonSize;
  autoFocus?: boolean;
  className?: string;
};

export function SignInAgain({ label = "Sign in again", returnTo, size, autoFocus, className }: SignInProps) {
  const [going, setGoing] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  async function go() {
    setGoing(true);
    setTrouble(null);
    const here = `${location.pathname}${location.search}`;
    const outcome = await askWhereTo("/api/auth/start", { returnTo: returnTo ?? here });
    if (outcome.ok) {
      location.assign(outcome.value);
      return;
    }
    setTrouble(outcome.trouble);
    setGoing(false);
  }

  return (
    <>
      <Button
        kind="primary"
        size={size ?? "normal"}
        className={className ?? ""}
        autoFocus={autoFocus}
        disabled={going}
        onClick={go}
      >
        {going ? <WaitIcon /> : null}
        {label}
      </Button>
      {trouble ? (
        <p role="alert" className="text-bad text-sm">
          {trouble.title}. {trouble.remedy}
        </p>
      ) : null}
    </>
  );
}
