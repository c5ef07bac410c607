"use client";
/** What the record is narrowed to. A plain form that works without JavaScript; with it, a choice counts at once. */

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { buttonLook } from "@/app/_ui/button";
import { ChevronIcon } from "@/app/_ui/icons";
import { useStable } from "@/app/_ui/use-stable";
import type { AuditFilter } from "@/lib/core/audit-row";
import { allFilterNames, auditHref, type Guess, guessed, isFilterName } from "./audit-address";
import type { Choice, ChoiceGroup } from "./kind-choices";
import { SearchBox } from "./search-box";
import { TimeFilter } from "./time-filter";

type FiltersProps = {
  filter: AuditFilter;
  kinds: readonly ChoiceGroup[];
  outcomes: readonly Choice[];
  spans: readonly { label: string; href: string }[];
};

/** Have a field of their own; the others go along unseen. */
const shown: readonly string[] = ["kind", "outcome", "from", "until"];

/** What stands in the form, as a filter: local times become moments. */
function filterOf(form: HTMLFormElement): AuditFilter {
  const filter: Record<string, string> = {};
  let line = "";
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || value.trim() === "") continue;
    if (name === "q") line = value;
    else if (name === "from" || name === "until") filter[name] = new Date(value).toISOString();
    else if (isFilterName(name)) filter[name] = value;
  }
  // The server reads the address strictly; here it is only written.
  return { ...filter, ...guessed(line) } as AuditFilter;
}

/** From anywhere but a field or a dialog, `/` leads to the search. */
function useSlash(toBox: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const writing = event.target instanceof Element && event.target.closest("input, textarea, select");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing) return;
      if (document.querySelector("[role=dialog]")) return;
      event.preventDefault();
      toBox();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [toBox]);
}

export function AuditFilters({ filter, kinds, outcomes, spans }: FiltersProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const kept = allFilterNames.filter((name) => !shown.includes(name));
  useSlash(useStable(() => box.current?.focus()));

  function go(event?: FormEvent) {
    event?.preventDefault();
    if (form.current) router.push(auditHref(filterOf(form.current)));
  }

  function choose({ name, value }: Guess) {
    router.push(auditHref({ ...filter, [name]: value }));
  }

  return (
    <form ref={form} action="/audit" method="get" onSubmit={go} className="flex flex-wrap items-center gap-2">
      {kept.map((name) =>
        filter[name] ? <input key={name} type="hidden" name={name} value={filter[name]} /> : null,
      )}
      <SearchBox box={box} onChoose={choose} />
      <div className="flex gap-2 max-sm:grid max-sm:w-full max-sm:grid-cols-3">
        <Select name="kind" label="What" value={filter.kind} onChange={() => go()}>
          <option value="">Anything</option>
          {kinds.map(({ label, choices }) => (
            <optgroup key={label} label={label}>
              <Options choices={choices} />
            </optgroup>
          ))}
        </Select>
        <Select name="outcome" label="Outcome" value={filter.outcome} onChange={() => go()}>
          <option value="">Any outcome</option>
          <Options choices={outcomes} />
        </Select>
        <TimeFilter key={`${filter.from} ${filter.until}`} filter={filter}>
          {spans.map(({ label, href }) => (
            <Link key={label} href={href} prefetch={false} className={buttonLook("quiet", "small")}>
              {label}
            </Link>
          ))}
        </TimeFilter>
      </div>
    </form>
  );
}

function Options({ choices }: { choices: readonly Choice[] }) {
  return choices.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}

type SelectProps = {
  name: string;
  label: string;
  value: string | undefined;
  onChange: () => void;
  children: ReactNode;
};

function Select({ name, label, value, onChange, children }: SelectProps) {
  return (
    <span className="relative max-sm:min-w-0">
      <select
        key={value ?? ""}
        name={name}
        aria-label={label}
        defaultValue={value ?? ""}
        onChange={onChange}
        className={`h-9 w-full max-w-48 appearance-none truncate rounded-lg border bg-panel pr-7 pl-2.5 text-sm hover:bg-hover ${value ? "border-accent" : "border-field"}`}
      >
        {children}
      </select>
      <ChevronIcon className="pointer-events-none absolute top-2.5 right-2 rotate-90 text-dim" />
    </span>
  );
}
