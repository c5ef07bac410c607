/** Whose an Identity Center token is, found out with the first keys that it gives. They are never handed out. */

import "server-only";
import { rolesPage } from "@/lib/aws/account-roles";
import { accountsPage } from "@/lib/aws/accounts";
import type { Call } from "@/lib/aws/call";
import { roleCredentials } from "@/lib/aws/role-credentials";
import type { Credentials } from "@/lib/core/credentials";
import type { Grant } from "@/lib/core/grant";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { Instance } from "@/lib/env";
import { paced } from "@/lib/portal/paced";

/** AWS may list an assignment that has just ended, or an account that is suspended: so many are tried. */
const mostTries = 5;

/** Every role that the token reaches, in AWS's order, asked for as it is needed. Null: an account without any. */
async function* grantsOf(
  instance: Instance,
  token: string,
  facts: RequestFacts,
): AsyncGenerator<Grant | null> {
  let next: string | null = null;
  do {
    const page: Call = { ...facts, next };
    const listed = await paced(instance, { priority: "mint" }, () => accountsPage(instance, token, page));
    for (const { accountId } of listed.accounts) {
      const roles = await rolesIn(instance, token, accountId, facts);
      if (roles.length === 0) yield null;
      for (const role of roles) yield { instance: instance.id, accountId, role };
    }
    next = listed.next;
  } while (next !== null);
}

async function rolesIn(
  instance: Instance,
  token: string,
  accountId: string,
  facts: RequestFacts,
): Promise<readonly string[]> {
  const asked = paced(instance, { priority: "mint" }, () => rolesPage(instance, token, accountId, facts));
  return (await asked.catch(gone))?.roles ?? [];
}

/** What AWS lists and does not give. */
function gone(failure: unknown): null {
  if (problemOf(failure) === "role-not-granted") return null;
  throw failure;
}

/** Keys of the first role that gives any. Null where the token reaches no account at all. */
export async function firstKeys(
  instance: Instance,
  token: string,
  facts: RequestFacts,
): Promise<Credentials | null> {
  let tries = 0;
  for await (const grant of grantsOf(instance, token, facts)) {
    tries += 1;
    const asked =
      grant &&
      paced(instance, { priority: "mint" }, () => roleCredentials(instance, token, grant, facts)).catch(gone);
    const keys = await asked;
    if (keys) return keys;
    if (tries === mostTries) break;
  }
  if (tries === 0) return null;
  throw new PortalError("aws-refused", `none of the first ${tries} roles that AWS lists gives keys`);
}
