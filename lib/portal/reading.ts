/** One reading of one person's list of one instance: what every part of it needs to know. */

import "server-only";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { Instance } from "@/lib/env";
import { withIdentityCenterToken } from "@/lib/portal/identity-center-token";
import { paced } from "@/lib/portal/paced";
import type { Presenter } from "@/lib/portal/shown-accounts";
import type { Priority } from "@/lib/portal/turns";

export type Reading = {
  person: Person;
  facts: RequestFacts;
  instance: Instance;
  presenter: Presenter;
  /** Aborted when whoever reads has left, or another reads now. */
  signal: AbortSignal;
};

/** One call to AWS in its turn, with a token that lives then: a turn may be minutes away, and a token end meanwhile. */
export async function askInTurn<T>(
  { person, instance, facts, signal }: Reading,
  priority: Priority,
  call: (token: string) => Promise<T>,
): Promise<T> {
  return await paced(instance, { priority, signal }, () =>
    withIdentityCenterToken(person, instance, facts, call),
  );
}

/** Far more than any list has. */
const mostPages = 1000;

/** Follows a list from page to page. Throws `aws-malformed` where it does not end: a page that names an earlier one as its next. */
export function pageWalk(): (next: string | null) => string | null {
  const seen = new Set<string>();
  return (next) => {
    if (next === null) return null;
    if (seen.has(next) || seen.size >= mostPages)
      throw new PortalError("aws-malformed", `a list that does not end after ${seen.size + 1} pages`);
    seen.add(next);
    return next;
  };
}
