/** Reading the audit record. Who may is the door's to decide. */

import "server-only";
import { partitionOf } from "@/lib/aws/partitions";
import type { AccountLook } from "@/lib/core/account-look";
import type { AuditFilter, AuditRow } from "@/lib/core/audit-row";
import { PortalError } from "@/lib/core/portal-error";
import { type Instance, instances } from "@/lib/env";
import { chosenEvents } from "@/lib/portal/choose-events";
import { presentersByInstance } from "@/lib/portal/presenters";
import type { Presenter } from "@/lib/portal/shown-accounts";
import {
  auditCount,
  auditPage,
  type ChainedEvent,
  chainedEvent,
  eventsOfClick,
} from "@/lib/store/audit-page";
import { keptUserId } from "@/lib/store/identity-center-users";

const pageSize = 50;

/** Counted no further: whoever has more looks at the newest, and counting all of them would take longer than reading them. */
export const mostCounted = 10_000;

/** An event, and how its account looks by today's rules; null where it has none, or none that is ours any more. */
export type ShownEvent = AuditRow & { look: AccountLook | null };

function shownWith(known: ReadonlyMap<string, Presenter>) {
  return <Row extends AuditRow>(row: Row): Row & ShownEvent => {
    const { instance, accountId, accountName: name } = row;
    const presenter = known.get(instance ?? "");
    const look = accountId && presenter ? presenter.named({ accountId, name, email: null }).look : null;
    return { ...row, look };
  };
}

export type ShownPage = {
  rows: readonly ShownEvent[];
  before: number | null;
  /** The time that was set because the search needs one and nobody said it. */
  since: string | null;
};

/** Newest first; `before` is the `seq` that ended the page before, `after` the newest that is known. */
export async function readAuditPage(
  filter: AuditFilter,
  place: { before?: number | null | undefined; after?: number | undefined },
): Promise<ShownPage> {
  const { choice, since } = await chosenEvents(filter);
  const [page, known] = await Promise.all([
    auditPage(choice, { before: place.before ?? null, after: place.after ?? null, limit: pageSize }),
    presentersByInstance(),
  ]);
  return { before: page.before, rows: page.rows.map(shownWith(known)), since };
}

/** How many match, no further than `mostCounted`, and whether there are more; null where counting took too long. */
export async function countAudit(filter: AuditFilter): Promise<{ count: number; more: boolean } | null> {
  const { choice } = await chosenEvents(filter);
  const found = await auditCount(choice, mostCounted + 1);
  return found === null ? null : { count: Math.min(found, mostCounted), more: found > mostCounted };
}

/** One event with its place in the chain, and what else belongs to the same click. */
export type Story = {
  event: ShownEvent & ChainedEvent;
  /** Oldest first, the event itself among them. */
  events: readonly ShownEvent[];
  /** Where this event's Identity Center keeps its records. Null for an instance that is ours no more. */
  aws: { region: string; partition: string; consoleDomain: string } | null;
  /** The Identity Center user name of the person at that time, by which an AWS session of theirs is called. */
  userName: string | null;
  /** By which id Identity Center's own events name the person; null where AWS never told. */
  userId: string | null;
};

function userNameIn(text: string): string | null {
  try {
    const name: unknown = JSON.parse(text)?.person?.userName;
    return typeof name === "string" && name !== "" ? name : null;
  } catch {
    return null;
  }
}

/** An event of no instance is of the only one, where there is but one. */
function instanceOf({ instance, detail }: ChainedEvent): Instance | null {
  const all = instances();
  const instanceId = instance ?? detail.instance;
  return all.find(({ id }) => id === instanceId) ?? (all.length === 1 ? (all[0] ?? null) : null);
}

function awsOf({ region }: Instance): Story["aws"] {
  const { id: partition, consoleDomain } = partitionOf(region);
  return { region, partition, consoleDomain };
}

/** Throws `not-found` for a number that no event has. */
export async function readStory(seq: number): Promise<Story> {
  const event = await chainedEvent(seq);
  if (!event) throw new PortalError("not-found", `there is no event ${seq}`);
  const instance = instanceOf(event);
  const { personId } = event;
  const [events, known, userId] = await Promise.all([
    eventsOfClick(event),
    presentersByInstance(),
    personId && instance ? keptUserId(personId, instance.id) : null,
  ]);
  const shown = shownWith(known);
  return {
    event: shown(event),
    events: events.map(shown),
    aws: instance && awsOf(instance),
    userName: userNameIn(event.text),
    userId,
  };
}
