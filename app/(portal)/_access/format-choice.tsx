"use client";
/** The same keys for another tool: written from memory, nobody is asked. */

import { type FormatId, formatGroups, formats } from "@/lib/credentials/formats";

type FormatChoiceProps = {
  /** What was copied last; null where it was something else. */
  current: FormatId | null;
  onChoose: (format: FormatId) => void;
};

export function FormatChoice({ current, onChoose }: FormatChoiceProps) {
  return (
    <fieldset className="flex flex-wrap gap-1.5 px-4 pt-3">
      <legend className="sr-only">Copy the same keys for</legend>
      {formatGroups
        .flatMap(({ ids }) => ids)
        .map((id) => (
          <button
            key={id}
            type="button"
            aria-pressed={id === current}
            onClick={() => onChoose(id)}
            className="h-6 rounded-full border border-edge px-2.5 text-dim text-xs transition-colors hover:border-field hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-tint aria-pressed:font-medium aria-pressed:text-ink"
          >
            {formats[id].label}
          </button>
        ))}
    </fieldset>
  );
}
