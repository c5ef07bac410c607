"use client";
/** What the record is narrowed to. A plain form that works without JavaScript; with it, a choice counts at once. */

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useRef } from "react";
import { Button, buttonLook } from "@/app/_ui/button";
import { ChevronIcon, SearchIcon } from "@/app/_ui/icons";
import type { AuditFilter } from "@/lib/core/audit-row";
import { auditHref, filterNames, guessed, isFilterName } from "./audit-address";
import { TimeFilter } from "./time-filter";

export type Choice = { value: string; label: string };

type FiltersProps = {
  filter: AuditFilter;
  kinds: readonly Choice[];
  outcomes: readonly Choice[];
  spans: readonly { label: string; href: string }[];
};

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

export function AuditFilters({ filter, kinds, outcomes, spans }: FiltersProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const shown = new Set(["kind", "outcome", "from", "until"]);
  const kept = Object.keys(filterNames)
    .filter(isFilterName)
    .filter((name) => !shown.has(name));

  function go(event?: FormEvent) {
    event?.preventDefault();
    if (form.current) router.push(auditHref(filterOf(form.current)));
  }

  return (
    <form ref={form} action="/audit" method="get" onSubmit={go} className="flex flex-wrap items-center gap-2">
      {kept.map((name) =>
        filter[name] ? <input key={name} type="hidden" name={name} value={filter[name]} /> : null,
      )}
      <div className="flex h-9 min-w-0 grow basis-80 items-center gap-2.5 rounded-lg border border-field bg-panel pl-3 focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/20">
        <SearchIcon className="text-faint" />
        <input
          key={auditHref(filter)}
          type="search"
          name="q"
          aria-label="Search the record"
          placeholder="Person, account id, address, access key id"
          maxLength={160}
          autoComplete="off"
          spellCheck={false}
          className="h-full min-w-0 grow bg-transparent outline-none"
        />
        <Button type="submit" kind="quiet" size="small" className="mr-1">
          Find
        </Button>
      </div>
      <div className="flex gap-2 max-sm:grid max-sm:w-full max-sm:grid-cols-3">
        <Select
          name="kind"
          label="What"
          value={filter.kind}
          any="Anything"
          choices={kinds}
          onChange={() => go()}
        />
        <Select
          name="outcome"
          label="Outcome"
          value={filter.outcome}
          any="Any outcome"
          choices={outcomes}
          onChange={() => go()}
        />
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

type SelectProps = {
  name: string;
  label: string;
  value: string | undefined;
  any: ReactNode;
  choices: readonly Choice[];
  onChange: () => void;
};

function Select({ name, label, value, any, choices, onChange }: SelectProps) {
  return (
    <span className="relative max-sm:min-w-0">
      <select
        key={value ?? ""}
        name={name}
        aria-label={label}
        defaultValue={value ?? ""}
        onChange={onChange}
        className="h-9 w-full max-w-48 appearance-none truncate rounded-lg border border-field bg-panel pr-7 pl-2.5 text-sm hover:bg-hover"
      >
        <option value="">{any}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <ChevronIcon className="pointer-events-none absolute top-2.5 right-2 rotate-90 text-dim" />
    </span>
  );
}
