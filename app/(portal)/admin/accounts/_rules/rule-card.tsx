"use client";
/** One rule: what it is held against above, what it makes of an account below. */

import { useSortable } from "@dnd-kit/sortable";
import { memo } from "react";
import { Button } from "@/app/_ui/button";
import { EnvironmentBar, EnvironmentDot } from "@/app/_ui/environment";
import { CloseIcon, DownIcon, GripIcon, UpIcon } from "@/app/_ui/icons";
import type { AccountRule } from "@/lib/core/account-rules";
import type { RuleFault } from "./read-preview";
import { SelectField, TextField } from "./rule-fields";
import {
  accountsText,
  colourChoices,
  environmentChoices,
  fieldChoices,
  kindChoices,
  patternExample,
} from "./rule-words";
import type { Draft, Rules } from "./use-rules";

type CardProps = {
  draft: Draft;
  place: number;
  last: boolean;
  /** How many accounts it decides; null while nobody knows. */
  decides: number | null;
  faults: readonly RuleFault[];
  edit: Rules["edit"];
  move: Rules["move"];
  remove: Rules["remove"];
  onShow: (place: number) => void;
};

export const RuleCard = memo(function RuleCard(props: CardProps) {
  const { draft, place, edit, faults } = props;
  const { rule, key } = draft;
  const { setNodeRef, transform, transition, isDragging, ...handle } = useSortable({ id: key });
  const set = (part: Partial<AccountRule>) => edit(key, part);
  const faultOf = (field: keyof AccountRule) => faults.find((one) => one.field === field)?.message;
  return (
    <li
      ref={setNodeRef}
      aria-label={`Rule ${place + 1}`}
      style={transform ? { transform: `translate3d(0, ${transform.y}px, 0)`, transition } : {}}
      className={`relative overflow-hidden rounded-xl border border-line bg-panel ${isDragging ? "z-10 shadow-float" : ""}`}
    >
      <EnvironmentBar look={rule} />
      <CardTop {...props} handle={handle} />
      <div className="grid grid-cols-2 gap-x-3 gap-y-2.5 px-4 pb-4 sm:grid-cols-[minmax(0,3fr)_minmax(0,3fr)_minmax(0,6fr)]">
        <SelectField
          label="Where the"
          value={rule.field}
          choices={fieldChoices}
          onChange={(field) => set({ field })}
        />
        <SelectField
          label="Compare"
          value={rule.kind}
          choices={kindChoices}
          onChange={(kind) => set({ kind })}
        />
        <div className="max-sm:col-span-2">
          <TextField
            label={rule.kind === "glob" ? "Pattern, with * and ?" : "Pattern, in RE2 syntax"}
            value={rule.pattern}
            maxLength={200}
            mono
            placeholder={patternExample(rule)}
            fault={faultOf("pattern")}
            onChange={(pattern) => set({ pattern })}
          />
        </div>
        <Looks rule={rule} set={set} faultOf={faultOf} />
      </div>
    </li>
  );
});

type LooksProps = {
  rule: AccountRule;
  set: (part: Partial<AccountRule>) => void;
  faultOf: (field: keyof AccountRule) => string | undefined;
};

function Looks({ rule, set, faultOf }: LooksProps) {
  const { environment, colour } = rule;
  return (
    <>
      <SelectField
        label="Environment"
        value={environment ?? "none"}
        choices={environmentChoices}
        onChange={(one) => set({ environment: one === "none" ? null : one })}
      />
      <SelectField
        label="Colour"
        value={colour ?? "own"}
        choices={colourChoices}
        mark={<EnvironmentDot look={rule} />}
        onChange={(one) => set({ colour: one === "own" ? null : one })}
      />
      <div className="grid grid-cols-2 gap-3 max-sm:col-span-2">
        <TextField
          label="Label"
          value={rule.label ?? ""}
          maxLength={40}
          placeholder="none"
          fault={faultOf("label")}
          onChange={(label) => set({ label: label || null })}
        />
        <TextField
          label="Shown as"
          value={rule.displayName ?? ""}
          maxLength={120}
          placeholder="its own name"
          fault={faultOf("displayName")}
          onChange={(displayName) => set({ displayName: displayName || null })}
        />
      </div>
      <label className="col-span-full flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          checked={rule.confirm}
          onChange={(event) => set({ confirm: event.target.checked })}
          className="size-4 accent-accent"
        />
        Ask for the account’s name before keys or console
      </label>
    </>
  );
}

type Handle = Pick<ReturnType<typeof useSortable>, "attributes" | "listeners" | "setActivatorNodeRef">;

function CardTop({
  place,
  last,
  decides,
  faults,
  draft,
  move,
  remove,
  onShow,
  handle,
}: CardProps & { handle: Handle }) {
  const number = place + 1;
  return (
    <div className="flex items-center gap-1 py-2 pr-2 pl-2">
      <Button
        ref={handle.setActivatorNodeRef}
        kind="quiet"
        size="small"
        {...handle.attributes}
        {...handle.listeners}
        aria-label={`Move rule ${number}`}
        className="w-7 touch-none cursor-grab"
      >
        <GripIcon />
      </Button>
      <span className="mr-1 font-semibold text-sm">{number}</span>
      <span className="min-w-0 grow">
        {faults.length > 0 ? (
          <span className="text-bad text-sm">matches nothing yet</span>
        ) : decides === null ? null : (
          <button
            type="button"
            onClick={() => onShow(place)}
            className="min-h-6 rounded-sm text-left text-dim text-sm underline-offset-3 hover:text-ink hover:underline"
          >
            decides {accountsText(decides)}
          </button>
        )}
      </span>
      <Button
        kind="quiet"
        size="small"
        className="w-7"
        aria-label={`Rule ${number} up`}
        disabled={place === 0}
        onClick={() => move(place, place - 1)}
      >
        <UpIcon />
      </Button>
      <Button
        kind="quiet"
        size="small"
        className="w-7"
        aria-label={`Rule ${number} down`}
        disabled={last}
        onClick={() => move(place, place + 1)}
      >
        <DownIcon />
      </Button>
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
