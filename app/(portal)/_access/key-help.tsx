"use client";
/** Every key that does something, and the switch for those that are a single letter. */

import { Fragment } from "react";
import { Dialog } from "@/app/_ui/dialog";
import { Keys } from "@/app/_ui/keys";

const keys: readonly (readonly [keys: string, what: string])[] = [
  ["/", "Go to the search"],
  ["Ctrl K", "Go to the search, from every page"],
  ["↑ ↓", "Choose a role"],
  ["↵", "Open the console"],
  ["C", "Copy keys of the chosen role"],
  ["F", "Make the chosen role a favourite, or no more"],
  ["Alt ↑ ↓", "Move the chosen favourite"],
  ["Ctrl ↵", "Copy keys, from the search too"],
  ["M", "More for the chosen role"],
  ["→ ←", "Go through the buttons of a role"],
  ["Esc", "Clear the search, or go back to it"],
  ["?", "This list"],
];

type KeyHelpProps = { open: boolean; onClose: () => void; single: boolean; onSingle: (on: boolean) => void };

export function KeyHelp({ open, onClose, single, onSingle }: KeyHelpProps) {
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2 text-sm">
        {keys.map(([key, what]) => (
          <Fragment key={key}>
            <dt className="flex gap-1">
              <Keys keys={key} />
            </dt>
            <dd>{what}</dd>
          </Fragment>
        ))}
      </dl>
      <p className="mt-5 text-pretty text-dim text-sm">
        A service and a place in the search open the console there: <q>payments cloudwatch frankfurt</q>. So
        does an address of the console or an ARN that you paste.
      </p>
      <label className="mt-5 flex min-h-6 items-center gap-2.5 border-line border-t pt-4 text-sm">
        <input
          type="checkbox"
          checked={single}
          onChange={(event) => onSingle(event.target.checked)}
          className="size-4 accent-accent"
        />
        Use keys that are a single letter or sign
      </label>
    </Dialog>
  );
}
