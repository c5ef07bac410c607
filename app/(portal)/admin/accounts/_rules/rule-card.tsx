"use client";
/** One rule: what it is held against, and below what it makes of an account. */

import { useSortable } from "@dnd-kit/sortable";
import { memo } from "react";
import { Button } from "@/app/_ui/button";
import { EnvironmentBar } from "@/app/_ui/environment";
import { SelectField, TextField } from "@/app/_ui/fields";
import { CloseIcon, DownIcon, GripIcon, UpIcon } from "@/app/_ui/icons";
import type { RuleFault } from "./read-preview";
import { type RuleEdit, RuleLooks } from "./rule-looks";
import { accountsText, fieldChoices, kindChoices, patternExample } from "./rule-words";
import type { Draft, Rules } from "./use-rules";

type CardProps = Pick<Rules, "edit" | "move" | "remove"> & {
  draft: Draft;
  place: number;
  last: boolean;
  /** How many accounts it decides; null while nobody knows. */
  decides: number | null;
  faults: readonly RuleFault[];
  onShow: (place: number) => void;
};

export const RuleCard = memo(function RuleCard(props: CardProps) {
  const { draft, place, edit, faults } = props;
  const { rule, key } = draft;
  const { setNodeRef, transform, transition, isDragging, ...handle } = useSortable({ id: key });
  const editing: RuleEdit = {
    rule,
    set: (part) => edit(key, part),
    faultOf: (field) => faults.find((one) => one.field === field)?.message,
  };
  return (
    <li
      ref={setNodeRef}
      aria-label={`Rule ${place + 1}`}
      // Only while it moves: what the server renders has no style of its own.
      style={transform ? { transform: `translate3d(0, ${transform.y}px, 0)`, transition } : {}}
      className={`relative overflow-hidden rounded-xl border border-line bg-panel py-3 pr-3 pl-2.5 ${isDragging ? "z-10 shadow-float" : ""}`}
    >
      <EnvironmentBar look={rule} />
      <div className="flex items-start gap-x-1 gap-y-2 max-sm:flex-wrap">
        <div className="flex h-9 items-center">
          <Handle place={place} {...handle} />
          <span className="min-w-6 font-semibold text-sm">{place + 1}</span>
        </div>
        <Pattern {...editing} />
        <Buttons {...props} />
      </div>
      <div className="mt-2.5 space-y-2.5 pr-0.5 pl-1.5 sm:pl-14">
        <RuleLooks {...editing} />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <label className="flex min-w-0 items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={rule.confirm}
              onChange={(event) => editing.set({ confirm: event.target.checked })}
              className="size-4 accent-accent"
            />
            Ask for the account’s name before keys or console
          </label>
          <span className="ml-auto text-sm">
            <Decides {...props} />
          </span>
        </div>
      </div>
    </li>
  );
});

function Pattern({ rule, set, faultOf }: RuleEdit) {
  return (
    <div className="grid min-w-0 grow grid-cols-2 gap-2 max-sm:order-last max-sm:basis-full max-sm:px-1.5 sm:grid-cols-[minmax(0,2fr)_minmax(0,2fr)_minmax(0,5fr)]">
      <SelectField
        label="Where the"
        quiet
        value={rule.field}
        choices={fieldChoices}
        onChange={(field) => set({ field })}
      />
      <SelectField
        label="Compare"
        quiet
        value={rule.kind}
        choices={kindChoices}
        onChange={(kind) => set({ kind })}
      />
      <div className="max-sm:col-span-2">
        <TextField
          label={rule.kind === "glob" ? "Pattern, with * and ?" : "Pattern, in RE2 syntax"}
          quiet
          value={rule.pattern}
          maxLength={200}
          mono
          placeholder={patternExample(rule)}
          fault={faultOf("pattern")}
          onChange={(pattern) => set({ pattern })}
        />
      </div>
    </div>
  );
}

type HandleProps = Pick<ReturnType<typeof useSortable>, "attributes" | "listeners" | "setActivatorNodeRef">;

function Handle({ place, attributes, listeners, setActivatorNodeRef }: HandleProps & { place: number }) {
  return (
    <Button
      ref={setActivatorNodeRef}
      kind="quiet"
      size="small"
      {...attributes}
      {...listeners}
      aria-label={`Move rule ${place + 1}`}
      className="w-7 cursor-grab touch-none"
    >
      <GripIcon />
    </Button>
  );
}

function Buttons({ draft, place, last, move, remove }: CardProps) {
  const number = place + 1;
  const steps = [
    { label: `Rule ${number} up`, to: place - 1, end: place === 0, icon: <UpIcon /> },
    { label: `Rule ${number} down`, to: place + 1, end: last, icon: <DownIcon /> },
  ];
  return (
    <div className="ml-auto flex h-9 items-center">
      {steps.map(({ label, to, end, icon }) => (
        <Button
          key={label}
          kind="quiet"
          size="small"
          className="w-7"
          aria-label={label}
          disabled={end}
          onClick={() => move(place, to)}
        >
          {icon}
        </Button>
      ))}
      <Button
        kind="quiet"
        size="small"
        className="w-7"
        aria-label={`Remove rule ${number}`}
        onClick={() => remove(draft.key)}
      >
        <CloseIcon />
      </Button>
    </div>
  );
}

function Decides({ place, decides, faults, onShow }: CardProps) {
  if (faults.length > 0) return <span className="text-bad">matches nothing yet</span>;
  if (decides === null) return null;
  return (
    <button
      type="button"
      onClick={() => onShow(place)}
      className="min-h-6 rounded-sm text-dim underline-offset-3 hover:text-ink hover:underline"
    >
      decides {accountsText(decides)}
    </button>
  );
}
