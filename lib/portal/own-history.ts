/** A person's own history: what they may know of the record. Of others who dealt with what is theirs it says that, and not who or from where. */

import "server-only";
import { type AccountLook, calledName } from "@/lib/core/account-look";
import type { AliveAccount } from "@/lib/core/alive-keys";
import type { AuditKind, AuditOutcome } from "@/lib/core/audit-events";
import type { AuditRow } from "@/lib/core/audit-row";
import type { Person } from "@/lib/core/person";
import { aliveAtAws } from "@/lib/portal/alive-at-aws";
import { presentersByInstance } from "@/lib/portal/presenters";
import type { Presenter } from "@/lib/portal/shown-accounts";
import { ownEvents } from "@/lib/store/own-events";

const pageSize = 50;

/** An event as its person sees it. Times are ISO 8601 in UTC. */
export type OwnEvent = {
  seq: number;
  at: string;
  kind: AuditKind;
  outcome: AuditOutcome;
  /** Somebody else did it to what is this person's. Then there is no address and no program. */
  byOther: boolean;
  account: { title: string; look: AccountLook | null } | null;
  role: string | null;
  address: string | null;
  userAgent: string | null;
  detail: Readonly<Record<string, string | boolean>>;
};

export type OwnHistory = {
  alive: readonly AliveAccount[];
  events: readonly OwnEvent[];
  /** Asks for the next page; null at the end. */
  before: number | null;
  /** What the portal's clock said. Milliseconds since 1970. */
  now: number;
};

/** What of an event's own fields is told, whoever did it. A new field is not told until it stands here. */
const told = [
  "format",
  "destination",
  "method",
  "path",
  "expiresAt",
  "reused",
  "name",
  "title",
  "machine",
  "why",
  "problem",
];

function toldOf(detail: AuditRow["detail"]): OwnEvent["detail"] {
  const kept = told.flatMap((name) => {
    const value = detail[name];
    return typeof value === "string" || typeof value === "boolean" ? [[name, value] as const] : [];
  });
  return Object.fromEntries(kept);
}

function shownTo(person: Person, presenters: ReadonlyMap<string, Presenter>) {
  return (row: AuditRow): OwnEvent => {
    const { seq, at, kind, outcome, instance, accountId, accountName, role, detail } = row;
    const byOther = row.personId !== person.id;
    const named =
      accountId &&
      (presenters.get(instance ?? "")?.named({ accountId, name: accountName, email: null }) ?? {
        accountId,
        name: accountName,
        look: null,
      });
    return {
      seq,
      at,
      kind,
      outcome,
      byOther,
      account: named ? { title: calledName(named), look: named.look } : null,
      role,
      address: byOther ? null : row.address,
      userAgent: byOther ? null : row.userAgent,
      detail: toldOf(detail),
    };
  };
}

/** Newest first; what is alive comes with the first page. `before` is the `seq` that ended the page before. */
export async function ownHistory(person: Person, before: number | null): Promise<OwnHistory> {
  const [page, presenters, living] = await Promise.all([
    ownEvents(person.id, { before, limit: pageSize }),
    presentersByInstance(),
    before === null ? aliveAtAws({ personId: person.id }) : { accounts: [], now: Date.now() },
  ]);
  return {
    alive: living.accounts,
    events: page.rows.map(shownTo(person, presenters)),
    before: page.before,
    now: living.now,
  };
}
