import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "@/app/_ui/button";
import { SearchIcon } from "@/app/_ui/icons";
import { QuietRefresh } from "@/app/_ui/quiet-refresh";
import { AuditTabs } from "@/app/(portal)/audit/_audit/audit-tabs";
import { PortalPage } from "@/app/(portal)/portal-page";
import type { AliveAccount } from "@/lib/core/alive-keys";
import { aliveAtAws } from "@/lib/portal/alive-at-aws";
import { page } from "@/lib/web/page";
import { AliveAccountCard } from "./_alive/alive-account";
import { isProduction, presenceWords } from "./_alive/alive-words";

export const metadata: Metadata = { title: "Alive now" };

const refreshSeconds = 20;

/** What AWS has issued and not ended yet. For administrators and auditors; to anybody else it does not exist. */
export default page({ for: "auditor" }, async ({ session, search }) => {
  const person = search.person?.trim().slice(0, 128) || undefined;
  const { accounts, whole, now } = await aliveAtAws({ person });
  const production = accounts.filter(isProduction);
  const elsewhere = accounts.filter((account) => !isProduction(account));
  return (
    <PortalPage session={session} here="/audit">
      <AuditTabs here="/audit/alive" />
      <QuietRefresh everySeconds={refreshSeconds} />
      <div className="mb-4 flex flex-wrap items-end gap-x-6 gap-y-3">
        <div className="min-w-0 grow basis-80">
          <h1 className="font-semibold text-xl tracking-tight">Alive now</h1>
          <p className="max-w-2xl text-pretty text-dim text-sm">
            Keys and consoles that AWS ends at the time shown, and nobody sooner: to sign out, to revoke a
            token or to block a person stops new ones only.
          </p>
        </div>
        <PersonFilter person={person ?? ""} />
      </div>
      <Part id="production" title="In production right now" accounts={production} now={now} />
      <Part id="elsewhere" title="Elsewhere" accounts={elsewhere} now={now} />
      {whole ? null : (
        <p className="mt-4 text-dim text-sm">
          Only the 500 that end last are shown. Search for a person to see all of theirs.
        </p>
      )}
    </PortalPage>
  );
});

function Part({
  id,
  title,
  accounts,
  now,
}: {
  id: string;
  title: string;
  accounts: readonly AliveAccount[];
  now: number;
}) {
  return (
    <section aria-labelledby={id} className="mt-6 first-of-type:mt-0">
      <div className="mb-2 flex items-baseline gap-3">
        <h2 id={id} className="font-semibold text-base">
          {title}
        </h2>
        <p className="text-dim text-sm">{presenceWords(accounts)}</p>
      </div>
      {accounts.length > 0 ? (
        <div className="space-y-3">
          {accounts.map((account) => (
            <AliveAccountCard key={account.key} account={account} now={now} />
          ))}
        </div>
      ) : (
        <p className="rounded-xl border border-line border-dashed px-5 py-6 text-center text-dim text-sm">
          No keys and no console are alive here.
        </p>
      )}
    </section>
  );
}

function PersonFilter({ person }: { person: string }) {
  return (
    <form action="/audit/alive" method="get" className="flex items-center gap-2 max-sm:w-full">
      <label className="flex h-9 min-w-0 grow items-center gap-2.5 rounded-lg border border-field bg-panel pl-3 focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/20 sm:w-72">
        <SearchIcon className="text-faint" />
        <span className="sr-only">Person</span>
        <input
          key={person}
          type="search"
          name="person"
          defaultValue={person}
          placeholder="Name or e-mail address"
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          className="h-full min-w-0 grow bg-transparent outline-none"
        />
        <Button type="submit" kind="quiet" size="small" className="mr-1">
          Find
        </Button>
      </label>
      {person ? (
        <Link
          href="/audit/alive"
          prefetch={false}
          className="rounded-sm text-dim text-sm underline-offset-2 hover:underline"
        >
          Everybody
        </Link>
      ) : null}
    </form>
  );
}
