"use client";
/** Which page of the console Enter opens, where the search names one; and how to have it otherwise. */

import type { ReactNode } from "react";
import { CloseIcon, OutsideIcon } from "@/app/_ui/icons";
import { Keys } from "@/app/_ui/keys";
import { visibleText } from "@/app/_ui/visible-text";
import { pageTitle, partTitle } from "./place-words";
import type { Answer, PagePart } from "./read-query";

type ChipsProps = {
  answer: Answer;
  onWithout: (part: PagePart) => void;
  /** Leaves the pasted address. */
  onClear: () => void;
  /** Has a word mean a page, though rows are called so. */
  onForce: (part: PagePart) => void;
};

export function PageChips({ answer, onWithout, onClear, onForce }: ChipsProps) {
  const { parts, offers, link } = answer;
  const page = link?.page ?? null;
  const [service, region] = [
    parts.findLast((part) => "service" in part),
    parts.findLast((part) => "region" in part),
  ];
  if (parts.length + offers.length === 0 && !page) return null;
  return (
    <div className="mt-2 flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1 px-1 text-dim text-sm">
      <output
        aria-label="Enter opens"
        className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 empty:hidden"
      >
        {service || region || page ? (
          <span className="flex items-center gap-1.5">
            <Keys keys="↵" /> opens
          </span>
        ) : null}
        {page ? (
          <Chip label="Leave this page out" onClose={onClear}>
            {visibleText(pageTitle(page))}
          </Chip>
        ) : null}
        {service ? <PartChip part={service} onWithout={onWithout} /> : region ? "the console" : null}
        {region ? (
          <>
            in <PartChip part={region} onWithout={onWithout} />
          </>
        ) : null}
      </output>
      {offers.map((part) => (
        <button
          key={part.text}
          type="button"
          onClick={() => onForce(part)}
          className="inline-flex min-h-6 items-center gap-1 rounded-full border border-edge border-dashed px-2.5 text-dim hover:border-field hover:text-ink"
        >
          Open {partTitle(part)} instead
          <OutsideIcon className="-mr-0.5 size-3.5" />
        </button>
      ))}
    </div>
  );
}

function PartChip({ part, onWithout }: { part: PagePart; onWithout: (part: PagePart) => void }) {
  const title = partTitle(part);
  return (
    <Chip
      label={`Without ${title}`}
      onClose={() => onWithout(part)}
      title={"region" in part ? part.region : undefined}
    >
      {title}
    </Chip>
  );
}

type ChipProps = { children: ReactNode; label: string; title?: string | undefined; onClose: () => void };

function Chip({ children, label, title, onClose }: ChipProps) {
  return (
    <span
      title={title}
      className="inline-flex min-h-6 min-w-0 max-w-full items-center rounded-full bg-accent-tint pl-2.5 font-medium text-ink"
    >
      <bdi className="truncate">{children}</bdi>
      <button
        type="button"
        aria-label={label}
        onClick={onClose}
        className="grid size-6 shrink-0 place-items-center rounded-full text-dim hover:text-ink"
      >
        <CloseIcon className="size-3.5" />
      </button>
    </span>
  );
}
