/** Lists that people had yesterday, written into the store at once: reading forty thousand of them would take AWS's quota half an hour. */

import { forget } from "@/lib/core/once";
import { asking } from "@/lib/store/database";
import { closeStore, openStore } from "@/lib/store/open-store";
import { savePerson } from "@/lib/store/people";
import { companyAccounts } from "@/sandbox/company-accounts";
import { crowdGrants, crowdIdentity } from "@/sandbox/crowd";

type Lists = { logins: readonly string[]; companySize: number; settings: Record<string, string> };

async function fillFor(login: string, companySize: number, issuer: string): Promise<void> {
  const accounts = companyAccounts(companySize);
  const identity = crowdIdentity(login);
  if (!identity) throw new Error(`${login} is nobody of the crowd.`);
  const { sub, name, email, identityCenterUserName } = identity;
  const person = await savePerson({
    issuer,
    subject: sub,
    name,
    email,
    emailVerified: true,
    userName: identityCenterUserName,
    groups: [],
  });
  const roles = new Map<string, string[]>();
  for (const { accountId, roleName } of crowdGrants(login, accounts)) {
    roles.set(accountId, [...(roles.get(accountId) ?? []), roleName]);
  }
  const own = accounts.filter(({ accountId }) => roles.has(accountId));
  const [ids, names] = [own.map((one) => one.accountId), own.map((one) => one.accountName ?? "")];
  const each = [...roles.values()][0] ?? [];
  await asking("fill lists", async ({ prisma }) => {
    await prisma.$executeRaw`
      INSERT INTO inventory_refresh (person_id, instance, accounts_at)
      VALUES (${person.id}::uuid, 'main', now() - interval '1 hour')`;
    await prisma.$executeRaw`
      INSERT INTO inventory_account (person_id, instance, account_id, name, roles, roles_at)
      SELECT ${person.id}::uuid, 'main', id, name, ${each}::text[], now() - interval '20 hours'
      FROM unnest(${ids}::text[], ${names.map((one) => one.replaceAll("\0", ""))}::text[]) AS kept(id, name)`;
  });
}

/** The portal must not have the store open: the evaluation store takes one process. */
export async function fillLists({ logins, companySize, settings }: Lists): Promise<void> {
  Object.assign(process.env, settings);
  forget("settings");
  await openStore();
  for (const login of logins) await fillFor(login, companySize, settings.OIDC_ISSUER ?? "");
  // As the database would have done since yesterday.
  await asking("look at tables", ({ prisma }) => prisma.$executeRaw`ANALYZE`);
  await closeStore();
}
