"use client";
/** The click that begins: it alone gets a code. */

import { useEffect, useRef } from "react";
import { Button, type ButtonKind } from "@/app/_ui/button";
import { WaitIcon } from "@/app/_ui/icons";

type BeginProps = {
  label: string;
  kind?: ButtonKind;
  isGetting?: boolean;
  onBegin: () => void;
};

export function BeginButton({ label, kind = "primary", isGetting = false, onBegin }: BeginProps) {
  const button = useRef<HTMLButtonElement>(null);
  // What the page is for, and what comes next after a code is over: Enter is enough.
  useEffect(() => {
    if (kind === "primary") button.current?.focus();
  }, [kind]);
  return (
    <Button
      ref={button}
      kind={kind}
      size="large"
      aria-busy={isGetting}
      onClick={isGetting ? undefined : onBegin}
    >
      {isGetting ? <WaitIcon /> : null}
      {label}
    </Button>
  );
}
