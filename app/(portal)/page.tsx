import type { Metadata } from "next";
import { AccountId, InstanceId, RoleName } from "@/lib/core/grant";
import { accessPage } from "@/lib/portal/access-page";
import { newTokens } from "@/lib/portal/access-tokens";
import { page, type Search } from "@/lib/web/page";
import { AccessProvider } from "./_access/access-provider";
import { AccessView } from "./_access/access-view";
import { EarlyFocus } from "./_access/early-focus";
import { NewTokens } from "./_news/new-tokens";
import { PortalPage } from "./portal-page";

export const metadata: Metadata = { title: "Your access" };

const evaluation =
  "This portal keeps its data in the evaluation store: one process, no replicas. Set DATABASE_URL to use PostgreSQL.";

/** `/?instance=main&account=123456789012&role=ReadOnly` opens with that row found. Older links name no instance. */
function linkedRow({ instance, account, role }: Search) {
  const [accountId, name] = [AccountId.safeParse(account), RoleName.safeParse(role)];
  if (!accountId.success || !name.success) return null;
  return {
    instance: InstanceId.safeParse(instance).data ?? null,
    accountId: accountId.data,
    role: name.data,
  };
}

/** The first page: what may I use, and how do I get in. */
export default page({ for: "person" }, async ({ session, search }) => {
  const [access, news] = await Promise.all([accessPage(session), newTokens(session.person)]);
  const { awsPortals, formToken, evaluationStore, instances, first, changes, preferences, recents } = access;
  const { email, userName, name, subject } = session.person;
  return (
    <PortalPage session={session} here="/" note={evaluationStore ? evaluation : null}>
      <noscript>
        <p className="mb-4 rounded-lg border border-line bg-panel px-4 py-3 text-sm">
          This is your access as it was known last. To open a console or to copy keys, Sallyport needs
          JavaScript.
        </p>
      </noscript>
      <NewTokens news={news} now={Date.now()} />
      <AccessProvider instances={instances} first={first} changes={changes} now={Date.now()}>
        <AccessView
          portals={awsPortals}
          formToken={formToken}
          who={email ?? userName ?? name ?? subject}
          linked={linkedRow(search)}
          instances={instances}
          preferences={preferences}
          recents={recents}
        />
        <EarlyFocus />
      </AccessProvider>
    </PortalPage>
  );
});
