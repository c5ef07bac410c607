/** What the record is narrowed to, one by one, each with its way out. */

import Link from "next/link";
import { CloseIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import type { AuditFilter } from "@/lib/core/audit-row";
import { allFilterNames, auditHref, type FilterName, filterNames, without } from "./audit-address";
import { kindName } from "./audit-words";

/** Names for ids, as the rows that were found have them. */
export type KnownNames = { person: string | null; account: string | null };

type ValueProps = { name: FilterName; filter: AuditFilter; known: KnownNames };

function Value({ name, filter, known }: ValueProps) {
  if (name === "kind") return filter.kind ? kindName(filter.kind) : null;
  const value = filter[name] ?? "";
  if (name === "from" || name === "until") return <Time at={value} shape="full" />;
  if (name === "personId" && known.person) return <Name text={known.person} className="max-w-64" />;
  if (name === "accountId" && known.account) {
    return (
      <>
        <Name text={known.account} className="max-w-64" />
        <span className="ml-1.5 font-normal text-dim">{value}</span>
      </>
    );
  }
  return <Name text={value} className="max-w-64" />;
}

export function FilterChips({ filter, known }: { filter: AuditFilter; known: KnownNames }) {
  const names = allFilterNames.filter((name) => filter[name] !== undefined);
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
            <Value name={name} filter={filter} known={known} />
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
