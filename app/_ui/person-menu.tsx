"use client";
/** Who is signed in, and the way out. */

import { Menu } from "@base-ui/react/menu";
import { useState } from "react";
import { askWhereTo } from "./ask";
import { WaitIcon } from "./icons";
import { MenuItem, MenuPopup, MenuSeparator } from "./menu";
import { Name } from "./name";
import { useSay } from "./say";

type PersonMenuProps = { name: string; email: string | null; note: string | null };

/** At most two letters: of the first word and of the last. */
function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => Array.from(word ?? "")[0] ?? "",
  );
  return letters.join("").toUpperCase() || "·";
}

export function PersonMenu({ name, email, note }: PersonMenuProps) {
  const [leaving, setLeaving] = useState(false);
  const say = useSay();

  async function signOut() {
    setLeaving(true);
    const outcome = await askWhereTo("/api/sign-out", {});
    // Replaced, not followed: no step back may lead to a page of somebody who left.
    if (outcome.ok) location.replace(outcome.value);
    else if (outcome.trouble.code === "unreachable") say(outcome.trouble.title);
    else location.replace("/signed-out");
    setLeaving(false);
  }

  return (
    <Menu.Root modal={false}>
      <Menu.Trigger
        aria-label="You"
        className="grid size-8 place-items-center rounded-full border border-line bg-hover font-semibold text-2xs text-dim hover:border-edge hover:text-ink data-popup-open:border-edge"
      >
        {leaving ? <WaitIcon /> : <span translate="no">{initials(name)}</span>}
      </Menu.Trigger>
      <MenuPopup label="You">
        <div className="px-2.5 pt-1.5 pb-1">
          <p className="flex font-medium">
            <Name text={name} />
          </p>
          {email && email !== name ? (
            <p className="flex text-dim text-sm">
              <Name text={email} />
            </p>
          ) : null}
        </div>
        {note ? (
          <p className="mx-1 mt-1.5 text-pretty rounded-md bg-warn-tint px-2 py-1.5 text-xs">{note}</p>
        ) : null}
        <MenuSeparator />
        <MenuItem onClick={signOut}>Sign out</MenuItem>
      </MenuPopup>
    </Menu.Root>
  );
}
