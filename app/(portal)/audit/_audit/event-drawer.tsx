"use client";
/** One event and everything about it, beside the rows; on a small screen, over them. */

import { Dialog as Base } from "@base-ui/react/dialog";
import { type ReactNode, useEffect, useState } from "react";
import { Button, buttonLook } from "@/app/_ui/button";
import { CloseIcon, DownIcon, LinkIcon, UpIcon } from "@/app/_ui/icons";
import { useSay } from "@/app/_ui/say";
import { Time } from "@/app/_ui/time";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import { useStable } from "@/app/_ui/use-stable";
import { copyText } from "@/app/(portal)/_access/copy-text";
import type { ShownEvent } from "@/lib/portal/read-audit";
import { kindName, outcomeTones, outcomeWords } from "./audit-words";
import { EventBody } from "./event-body";
import type { OpenEvent } from "./use-open-event";
import { useStory } from "./use-story";

type DrawerProps = { rows: readonly ShownEvent[]; opened: OpenEvent; now: number };

export function EventDrawer({ rows, opened, now }: DrawerProps) {
  const { story, trouble, again } = useStory(opened.seq);
  const last = useLast(opened.seq);
  const at = rows.findIndex(({ seq }) => seq === opened.seq);
  const event = story?.event ?? rows[at] ?? null;
  const newer = at > 0 ? (rows[at - 1]?.seq ?? null) : null;
  const older = at >= 0 ? (rows[at + 1]?.seq ?? null) : null;
  const go = (seq: number | null) => seq !== null && opened.open(seq);
  useSteps(opened.seq !== null, { newer: () => go(newer), older: () => go(older) });

  return (
    <Base.Root open={opened.seq !== null} onOpenChange={(open) => open || opened.close()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[#12121166] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          finalFocus={() => openerOf(last) ?? true}
          className="fixed inset-y-0 right-0 z-50 flex w-full max-w-[640px] flex-col bg-panel text-ink shadow-float outline-none transition-[opacity,translate] duration-150 data-ending-style:translate-x-6 data-starting-style:translate-x-6 data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <div className="flex items-start gap-1 border-line border-b py-3 pr-3 pl-5">
            <div className="min-w-0 grow pt-0.5">
              <Base.Title className="flex flex-wrap items-baseline gap-x-2 font-semibold text-lg">
                {event ? kindName(event.kind) : `Event ${opened.seq}`}
                {event ? (
                  <span className={`font-medium text-sm ${outcomeTones[event.outcome]}`}>
                    {outcomeWords(event)}
                  </span>
                ) : null}
              </Base.Title>
              <Base.Description className="text-dim text-sm">
                {event ? <Time at={event.at} shape="full" /> : "Being read"}
              </Base.Description>
            </div>
            <CopyLink />
            <Step label="Newer event" seq={newer} onStep={go}>
              <UpIcon />
            </Step>
            <Step label="Older event" seq={older} onStep={go}>
              <DownIcon />
            </Step>
            <Base.Close aria-label="Close" className={`${buttonLook("quiet", "small")} w-7`}>
              <CloseIcon />
            </Base.Close>
          </div>
          <section
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard alone.
            tabIndex={0}
            aria-label="All of this event"
            className="min-h-0 grow overflow-y-auto px-5 pt-4 pb-10 outline-offset-[-2px]"
          >
            {trouble ? <TroubleNotice trouble={trouble} onAgain={again} /> : null}
            {story ? <EventBody key={story.event.seq} story={story} now={now} /> : trouble ? null : <Bones />}
          </section>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The event that was open last, while it closes too. */
function useLast(seq: number | null): number | null {
  const [last, setLast] = useState(seq);
  if (seq !== null && seq !== last) setLast(seq);
  return last;
}

/** What opens it in the list, which may have grown meanwhile. */
function openerOf(seq: number | null): HTMLElement | null {
  return seq === null ? null : document.querySelector<HTMLElement>(`[data-opens="${seq}"]`);
}

/** The list's own keys, while the list is behind this. */
function useSteps(on: boolean, { newer, older }: { newer: () => void; older: () => void }) {
  const onKey = useStable((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.matches("input, textarea, select")) return;
    if (event.key === "j") older();
    else if (event.key === "k") newer();
  });
  useEffect(() => {
    if (!on) return;
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [on, onKey]);
}

type StepProps = {
  label: string;
  seq: number | null;
  onStep: (seq: number | null) => void;
  children: ReactNode;
};

function Step({ label, seq, onStep, children }: StepProps) {
  return (
    <Button
      kind="quiet"
      size="small"
      className="w-7 max-sm:hidden"
      aria-label={label}
      title={label}
      disabled={seq === null}
      onClick={() => onStep(seq)}
    >
      {children}
    </Button>
  );
}

function CopyLink() {
  const say = useSay();
  return (
    <Button
      kind="quiet"
      size="small"
      className="w-7"
      aria-label="Copy a link to this event"
      title="Copy a link to this event"
      onClick={async () =>
        say((await copyText(location.href)) ? "Link copied" : "Your browser did not let us copy")
      }
    >
      <LinkIcon />
    </Button>
  );
}

function Bones() {
  return (
    <div aria-hidden="true" className="space-y-3">
      {["w-2/5", "w-4/5", "w-3/5", "w-3/4", "w-1/2"].map((width) => (
        <div key={width} className={`bone h-4 ${width}`} />
      ))}
    </div>
  );
}
