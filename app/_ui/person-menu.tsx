"use client";
/** Who is signed in, and the way out. The menu itself comes when somebody reaches for it. */

import { lazy, Suspense, useRef, useState } from "react";
import { WaitIcon } from "./icons";
import { useSignOut } from "./use-sign-out";

const load = () => import("./person-menu-popup");
const PersonMenuPopup = lazy(async () => ({ default: (await load()).PersonMenuPopup }));
const SignOutEverywhere = lazy(async () => ({
  default: (await import("./sign-out-everywhere")).SignOutEverywhere,
}));

type PersonMenuProps = { name: string; email: string | null; note: string | null };

/** At most two letters: of the first word and of the last. */
function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const ends = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return (
    ends
      .map((word) => Array.from(word ?? "")[0] ?? "")
      .join("")
      .toUpperCase() || "·"
  );
}

export function PersonMenu({ name, email, note }: PersonMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<"not yet" | "open" | "closed">("not yet");
  const { leaving, signOut } = useSignOut();

  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label="You"
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => {
          setAnchor(button.current);
          setOpen(true);
        }}
        className="grid size-8 place-items-center rounded-full border border-line bg-hover font-semibold text-2xs text-dim hover:border-edge hover:text-ink aria-expanded:border-edge"
      >
        {leaving ? <WaitIcon /> : <span translate="no">{initials(name)}</span>}
      </button>
      <Suspense>
        {anchor ? (
          <PersonMenuPopup
            anchor={anchor}
            open={open}
            onClose={() => setOpen(false)}
            name={name}
            email={email}
            note={note}
            onSignOut={() => signOut(false)}
            onSignOutEverywhere={() => setAsking("open")}
          />
        ) : null}
        {asking === "not yet" ? null : (
          <SignOutEverywhere
            open={asking === "open"}
            leaving={leaving}
            onClose={() => setAsking("closed")}
            onSignOut={() => signOut(true)}
          />
        )}
      </Suspense>
    </>
  );
}
