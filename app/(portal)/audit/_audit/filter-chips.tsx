/** What the record is narrowed to, one by one, each with its way out. */

import Link from "next/link";
import { CloseIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import type { AuditFilter } from "@/lib/core/audit-row";
import { auditHref, type FilterName, filterNames, isFilterName, without } from "./audit-address";
import { kindName } from "./audit-words";

function Value({ name, filter }: { name: FilterName; filter: AuditFilter }) {
  if (name === "kind") return filter.kind ? kindName(filter.kind) : null;
  const value = filter[name] ?? "";
  if (name === "from" || name === "until") return <Time at={value} shape="full" />;
  return <Name text={value} className="max-w-64" />;
}

export function FilterChips({ filter }: { filter: AuditFilter }) {
  const names = Object.keys(filterNames)
    .filter(isFilterName)
    .filter((name) => filter[name] !== undefined);
  if (names.length === 0) return null;
  return (
    <ul aria-label="Narrowed to" className="flex flex-wrap items-center gap-1.5">
      {names.map((name) => (
        <li
          key={name}
          className="flex h-7 min-w-0 items-center gap-1.5 rounded-full bg-accent-tint pr-0.5 pl-3 text-sm"
        >
          <span className="text-dim">{filterNames[name]}</span>
          <span className="flex min-w-0 font-medium">
            <Value name={name} filter={filter} />
          </span>
          <Link
            href={auditHref(without(filter, name))}
            prefetch={false}
            aria-label={`Any ${filterNames[name]}`}
            className="grid size-6 place-items-center rounded-full text-dim hover:bg-hover hover:text-ink"
          >
            <CloseIcon />
          </Link>
        </li>
      ))}
      <li>
        <Link
          href="/audit"
          prefetch={false}
          className="flex min-h-6 items-center px-2 text-dim text-sm underline-offset-2 hover:underline"
        >
          Clear all
        </Link>
      </li>
    </ul>
  );
}
