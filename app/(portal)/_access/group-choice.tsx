"use client";
/** By what the accounts are put under headings. */

import type { Grouping } from "@/lib/core/preferences";

const titles: Record<Grouping, string> = {
  environment: "Environment",
  label: "Label",
  path: "Organisation",
  none: "Nothing",
};

type ChoiceProps = {
  choices: readonly Grouping[];
  current: Grouping;
  onChoose: (grouping: Grouping) => void;
};

export function GroupChoice({ choices, current, onChoose }: ChoiceProps) {
  if (choices.length < 2) return null;
  return (
    <label className="-mr-1.5 ml-auto flex shrink-0 items-center gap-0.5 text-dim text-xs">
      Group by
      <select
        value={current}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice === event.target.value);
          if (chosen) onChoose(chosen);
        }}
        className="h-6 rounded-md bg-transparent font-medium text-ink hover:bg-hover"
      >
        {choices.map((choice) => (
          <option key={choice} value={choice} className="bg-panel">
            {titles[choice]}
          </option>
        ))}
      </select>
    </label>
  );
}
