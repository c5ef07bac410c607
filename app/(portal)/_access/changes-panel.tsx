"use client";
/** Roles gained and lost lately, by day. */

import { Popover } from "@base-ui/react/popover";
import { Button } from "@/app/_ui/button";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import type { AccessChange } from "@/lib/core/access";
import { byDay } from "./access-changes";
import { useAccess } from "./use-access";

type PanelProps = {
  /** The button that it hangs on. */
  anchor: HTMLElement;
  open: boolean;
  /** Newest first. */
  changes: readonly AccessChange[];
  onClose: () => void;
  /** They were read and need not be told again. */
  onDismiss: () => void;
};

export function ChangesPanel({ anchor, open, changes, onClose, onDismiss }: PanelProps) {
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next, { event }) => {
        // The button closes it by itself.
        const onAnchor = event.target instanceof Node && anchor.contains(event.target);
        if (!next && !onAnchor) onClose();
      }}
    >
      <Popover.Portal container={anchor.closest("main")}>
        <Popover.Positioner
          anchor={anchor}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Popover.Popup
            finalFocus={() => anchor}
            className="flex max-h-[min(60vh,var(--available-height))] w-96 max-w-(--available-width) flex-col rounded-xl bg-panel text-ink text-sm shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            <div className="flex items-center gap-4 border-line border-b py-2 pr-2 pl-4">
              <Popover.Title className="font-semibold text-base">What changed</Popover.Title>
              <Button kind="quiet" size="small" className="ml-auto" onClick={onDismiss}>
                Dismiss
              </Button>
            </div>
            <section
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard alone.
              tabIndex={0}
              aria-label="Gained and lost"
              className="overflow-y-auto rounded-b-xl px-4 pt-3 pb-3"
            >
              {byDay(changes, Date.now()).map(({ day, changes: ofDay }) => (
                <div key={day} className="pb-2 last:pb-0">
                  <h3 className="font-medium text-dim text-xs">{day}</h3>
                  <ul>
                    {ofDay.map((change) => (
                      <Change
                        key={`${change.at} ${change.instance} ${change.accountId} ${change.role}`}
                        {...change}
                      />
                    ))}
                  </ul>
                </div>
              ))}
            </section>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Change({ instance, accountId, accountName, role, gained, at }: AccessChange) {
  const label = useAccess().labels.get(instance);
  return (
    <li className="flex items-baseline gap-2 py-1">
      <span aria-hidden="true" className={`w-3 shrink-0 font-semibold ${gained ? "text-good" : "text-bad"}`}>
        {gained ? "+" : "−"}
      </span>
      <span className="flex min-w-0 grow flex-wrap items-baseline gap-x-1">
        <span className="sr-only">{gained ? "New:" : "Gone:"}</span>
        <Name text={role} className="font-medium" />
        <span className="flex min-w-0 gap-1 text-dim">
          in <Name text={accountName?.trim() ? accountName : accountId} />
        </span>
        {label ? <span className="text-dim">· {label}</span> : null}
      </span>
      <Time at={at} shape="clock" className="shrink-0 text-dim text-xs" />
    </li>
  );
}
