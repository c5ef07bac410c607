/** The pages on which administrators find a person and see what they have here. Who may look is the door's to decide. */

import "server-only";
import { calledName } from "@/lib/core/account-look";
import type { AuditRow } from "@/lib/core/audit-row";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import type { ListedPerson } from "@/lib/core/shown-person";
import type { ShownToken } from "@/lib/core/shown-token";
import { instances } from "@/lib/env";
import { type AliveAtAws, aliveAtAws } from "@/lib/portal/alive-at-aws";
import { keptGrants } from "@/lib/portal/kept-grants";
import { type Rights, rightsOf } from "@/lib/portal/rights";
import { tokensOf } from "@/lib/store/access-token-list";
import { ownEvents } from "@/lib/store/own-events";
import { confirmationOf } from "@/lib/store/people";
import { hereOf, type PeopleFilter, peoplePage } from "@/lib/store/people-list";
import { blockOf } from "@/lib/store/person-blocks";

const pageSize = 50;

/** More than may live at once, and ended ones beside them. */
const mostTokens = 100;

/** Of the record, beside the link to all of it. */
const newestEvents = 8;

function isId(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text);
}

/** A place in the list as it stands in an address; null for what is none. */
function placeOf(after: string | null): { key: string; id: string } | null {
  const [, id, key] = /^([0-9a-f-]{36})\.(.*)$/s.exec(after ?? "") ?? [];
  return isId(id) && key !== undefined ? { key, id } : null;
}

export type PeoplePage = {
  people: readonly ListedPerson[];
  /** `after` of the next page; null at the end. */
  next: string | null;
  /** What the portal's clock said. Milliseconds since 1970. */
  now: number;
};

export async function people(filter: PeopleFilter, after: string | null): Promise<PeoplePage> {
  const { people: found, next } = await peoplePage(filter, placeOf(after), pageSize);
  return { people: found, next: next && `${next.id}.${next.key}`, now: Date.now() };
}

/** Times are ISO 8601 in UTC. */
export type PersonPage = {
  person: Person;
  rights: Rights;
  /** When the provider last said who they are. */
  confirmedAt: string;
  block: { at: string; reason: string | null; byName: string | null } | null;
  sessions: readonly { createdAt: string; lastSeenAt: string; expiresAt: string }[];
  /** Those that live. */
  tokens: readonly ShownToken[];
  /** What the accounts in them are called, by `instance/account`. */
  names: Readonly<Record<string, string>>;
  sealedKeys: readonly { instance: string; accountId: string; role: string; expiresAt: string }[];
  connections: readonly { label: string; expiresAt: string; arn: string | null }[];
  alive: AliveAtAws;
  /** The newest of the record that are about them. */
  events: readonly AuditRow[];
};

function labelOf(id: string): string {
  return instances().find((instance) => instance.id === id)?.label ?? id;
}

/** Throws `not-found`. From the store alone. */
export async function personPage(id: string): Promise<PersonPage> {
  const found = isId(id) ? await confirmationOf(id) : null;
  if (!found) throw new PortalError("not-found", "no such person");
  const { person, confirmedAt } = found;
  const [block, here, tokens, accounts, alive, { rows: events }] = await Promise.all([
    blockOf(person.id),
    hereOf(person.id),
    tokensOf(person.id, mostTokens),
    keptGrants(person.id),
    aliveAtAws({ personId: person.id }),
    ownEvents(person.id, { before: null, limit: newestEvents }),
  ]);
  const iso = (date: Date) => date.toISOString();
  return {
    person,
    rights: rightsOf(person),
    confirmedAt: iso(confirmedAt),
    block: block && { at: iso(block.at), reason: block.reason, byName: block.by?.name ?? null },
    sessions: here.sessions.map(({ createdAt, lastSeenAt, expiresAt }) => ({
      createdAt: iso(createdAt),
      lastSeenAt: iso(lastSeenAt),
      expiresAt: iso(expiresAt),
    })),
    tokens: tokens.filter(({ ended }) => ended === null),
    names: Object.fromEntries(
      accounts.map((account) => [`${account.instance}/${account.accountId}`, calledName(account)]),
    ),
    sealedKeys: here.sealedKeys.map((keys) => ({ ...keys, expiresAt: iso(keys.expiresAt) })),
    connections: here.connections.map(({ instance, expiresAt, arn }) => ({
      label: labelOf(instance),
      expiresAt: iso(expiresAt),
      arn,
    })),
    alive,
    events,
  };
}
