/** Reading the audit record. Who may is the door's to decide. */

import "server-only";
import type { AccountLook } from "@/lib/core/account-look";
import type { AuditFilter, AuditRow } from "@/lib/core/audit-row";
import { instances } from "@/lib/env";
import { type Presenter, presenterOf } from "@/lib/portal/shown-accounts";
import { auditPage } from "@/lib/store/audit-page";

const pageSize = 50;

/** An event, and how its account looks by today's rules; null where it has none, or none that is ours any more. */
export type ShownEvent = AuditRow & { look: AccountLook | null };

function shownWith(presenters: ReadonlyMap<string, Presenter>) {
  return (row: AuditRow): ShownEvent => {
    const { instance, accountId, accountName: name } = row;
    const presenter = presenters.get(instance ?? "");
    const look = accountId && presenter ? presenter.named({ accountId, name, email: null }).look : null;
    return { ...row, look };
  };
}

/** Newest first; `before` is the `seq` that ended the page before. */
export async function readAuditPage(
  filter: AuditFilter,
  before: number | null,
): Promise<{ rows: readonly ShownEvent[]; before: number | null }> {
  const [page, presenters] = await Promise.all([
    auditPage(filter, { before, limit: pageSize }),
    Promise.all(instances().map(async (instance) => [instance.id, await presenterOf(instance)] as const)),
  ]);
  return { ...page, rows: page.rows.map(shownWith(new Map(presenters))) };
}
