"use client";
/** Patterns of names, each with how many of the owner's roles it fits. */

import { Button } from "@/app/_ui/button";
import { SelectField, TextField } from "@/app/_ui/fields";
import { CloseIcon, PlusIcon } from "@/app/_ui/icons";
import { replaced, without } from "./draft";

type Pattern = { kind: "glob" | "regex"; pattern: string; field?: "name" | "id" };

type ListProps<P extends Pattern> = {
  /** `accounts` or `roles`, as faults name it. */
  field: string;
  what: "Account" | "Role";
  patterns: readonly P[];
  onPatterns: (patterns: P[]) => void;
  fresh: P;
  counts: readonly number[];
  faultOf: (field: string) => string | undefined;
};

const ways = [
  ["name glob", "name like"],
  ["name regex", "name fits"],
  ["id glob", "id like"],
] as const;

type Way = (typeof ways)[number][0];

const fits = (count: number) =>
  `fits ${count.toLocaleString("en")} ${count === 1 ? "role" : "roles"} of yours`;

export function PatternList<P extends Pattern>(props: ListProps<P>) {
  const { field, what, patterns, onPatterns, fresh, counts, faultOf } = props;
  const choices = what === "Account" ? ways : ways.slice(0, 2);
  return (
    <div className={patterns.length > 0 ? "w-full" : ""}>
      {patterns.length > 0 ? (
        <ul aria-label={`${what} patterns`} className="mb-2 space-y-2">
          {patterns.map((one, at) => {
            const way = (one.field === "id" ? "id glob" : `name ${one.kind}`) as Way;
            const change = (part: Partial<Pattern>) =>
              onPatterns(replaced(patterns, at, { ...one, ...part }));
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a pattern has no other name than its place.
              <li key={at} className="grid grid-cols-[112px_minmax(0,1fr)_auto] items-start gap-2">
                <SelectField
                  label={`${what} pattern ${at + 1}, how`}
                  quiet
                  value={way}
                  choices={choices}
                  onChange={(next) => {
                    const [of, kind] = next.split(" ") as ["name" | "id", "glob" | "regex"];
                    change(what === "Account" ? { field: of, kind } : { kind });
                  }}
                />
                <div>
                  <TextField
                    label={`${what} pattern ${at + 1}`}
                    quiet
                    value={one.pattern}
                    onChange={(pattern) => change({ pattern })}
                    maxLength={200}
                    placeholder={one.kind === "glob" ? "payments-*" : "^(pay|shop)"}
                    fault={faultOf(`${field}.${at}`) ?? faultOf(`${field}.${at}.pattern`)}
                    mono
                  />
                  <p className="mt-0.5 text-dim text-xs">
                    {counts[at] === undefined ? "" : fits(counts[at])}
                  </p>
                </div>
                <Button
                  kind="quiet"
                  className="h-9 w-9 px-0"
                  aria-label={`Remove ${what.toLowerCase()} pattern ${at + 1}`}
                  onClick={() => onPatterns(without(patterns, at))}
                >
                  <CloseIcon />
                </Button>
              </li>
            );
          })}
        </ul>
      ) : null}
      <Button size="small" disabled={patterns.length >= 100} onClick={() => onPatterns([...patterns, fresh])}>
        <PlusIcon />
        {what} pattern
      </Button>
    </div>
  );
}
