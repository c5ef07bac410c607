"use client";
/** The accounts that Sallyport knows, as people will see them by the rules on this page. */

import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { EnvironmentBar, EnvironmentTag } from "@/app/_ui/environment";
import { SelectField } from "@/app/_ui/fields";
import { AlertIcon, WaitIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import { calledName } from "@/lib/core/account-look";
import type { Preview, PreviewAccount } from "./read-preview";
import { accountsText } from "./rule-words";
import type { PreviewInHand } from "./use-preview";

/** Which accounts are shown: of all rules, of one by its place, or of none. */
export type Shown = "all" | "none" | number;

const shownAtOnce = 100;

type PreviewProps = { hand: PreviewInHand; ruleCount: number; shown: Shown; onShown: (shown: Shown) => void };

export function RulesPreview({ hand, ruleCount, shown, onShown }: PreviewProps) {
  const { preview, stale, trouble, now } = hand;
  return (
    <section aria-label="Preview" className="min-w-0">
      <div className="mb-2 flex h-6 items-center gap-2">
        <h2 className="font-semibold">Preview</h2>
        <output className="text-dim text-sm" aria-label="Accounts">
          {preview ? accountsText(preview.accounts.length) : ""}
        </output>
        {stale && !trouble ? <WaitIcon className="ml-auto text-dim" /> : null}
      </div>
      {trouble ? <TroubleNotice trouble={trouble} onAgain={() => void now()} className="mb-3" /> : null}
      {preview ? (
        <Accounts preview={preview} ruleCount={ruleCount} shown={shown} onShown={onShown} />
      ) : (
        <Bones />
      )}
    </section>
  );
}

function Bones() {
  return (
    <div className="space-y-4 rounded-xl border border-line bg-panel p-4" aria-hidden="true">
      {[48, 32, 40, 36].map((width) => (
        <div key={width} className="space-y-2">
          <div className="bone h-3 w-40" />
          <div className="bone h-2.5 w-24" />
        </div>
      ))}
    </div>
  );
}

/** What several accounts would all be called: whoever reads it could not tell them apart. */
function twins(accounts: readonly PreviewAccount[]): string[] {
  const counts = new Map<string, number>();
  for (const account of accounts) {
    if (!account.look?.displayName) continue;
    counts.set(account.look.displayName, (counts.get(account.look.displayName) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([name]) => name);
}

type AccountsProps = Omit<PreviewProps, "hand"> & { preview: Preview };

function Accounts({ preview: { accounts, whole }, ruleCount, shown, onShown }: AccountsProps) {
  const [most, setMost] = useState(shownAtOnce);
  if (accounts.length === 0) return <Nobody whole={whole} />;
  const found = accounts.filter(({ rule }) => shown === "all" || rule === (shown === "none" ? null : shown));
  const alike = twins(accounts);
  return (
    <>
      <SelectField
        label="Show"
        value={String(shown)}
        choices={choicesOf(accounts, ruleCount)}
        onChange={(one) => onShown(one === "all" || one === "none" ? one : Number(one))}
      />
      {whole ? null : (
        <Note>
          These are the first {accounts.length.toLocaleString("en")} accounts. The rules count for all the
          others, too.
        </Note>
      )}
      {alike.length > 0 ? (
        <Note>
          Several accounts would all be called <Name text={alike[0] ?? ""} className="font-medium" />
          {alike.length > 1 ? `, and so with ${alike.length - 1} more names` : ""}. People could not tell them
          apart.
        </Note>
      ) : null}
      <ul className="mt-3 overflow-clip rounded-xl border border-line bg-panel empty:hidden">
        {found.slice(0, most).map((account) => (
          <Row key={`${account.instance}/${account.accountId}`} account={account} />
        ))}
      </ul>
      {found.length === 0 ? <p className="mt-3 text-dim text-sm">No account is decided so.</p> : null}
      {found.length > most ? (
        <Button className="mt-3" onClick={() => setMost(most + 10 * shownAtOnce)}>
          {(found.length - most).toLocaleString("en")} more
        </Button>
      ) : null}
    </>
  );
}

function choicesOf(accounts: readonly PreviewAccount[], ruleCount: number): (readonly [string, string])[] {
  const counts = new Map<number | null, number>();
  for (const { rule } of accounts) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const words = (rule: number | null) => (counts.get(rule) ?? 0).toLocaleString("en");
  return [
    ["all", `All accounts (${accounts.length.toLocaleString("en")})`],
    ["none", `No rule matches (${words(null)})`],
    ...Array.from(
      { length: ruleCount },
      (_, rule) => [String(rule), `Rule ${rule + 1} (${words(rule)})`] as const,
    ),
  ];
}

function Row({ account }: { account: PreviewAccount }) {
  const { accountId, name, path, look, rule } = account;
  const called = calledName(account);
  const isRenamed = name !== null && name !== called;
  return (
    <li className="relative border-line border-t px-4 py-2 first:border-t-0">
      <EnvironmentBar look={look} />
      <p className="flex min-w-0 items-center gap-2">
        <Name text={called} className="font-semibold" />
        <EnvironmentTag look={look} />
        <span className="ml-auto shrink-0 text-dim text-xs">
          {rule === null ? "no rule" : `rule ${rule + 1}`}
        </span>
      </p>
      <p className="flex min-w-0 flex-wrap gap-x-2 text-dim text-xs">
        {called === accountId ? "no name" : <code className="font-mono">{accountId}</code>}
        {isRenamed ? <Name text={name} className="min-w-0" /> : null}
        {path ? <Name text={path} className="min-w-0" /> : null}
        {look?.confirm ? <span className="text-ink">asks for its name</span> : null}
      </p>
    </li>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return (
    <p className="mt-3 flex gap-2 rounded-lg bg-warn-tint px-3 py-2 text-sm">
      <AlertIcon className="mt-px text-warn" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

function Nobody({ whole }: { whole: boolean }) {
  return (
    <div className="rounded-xl border border-line bg-panel px-6 py-10 text-center text-dim text-sm">
      {whole
        ? "No account is known yet. Accounts show up here once somebody has opened their access page."
        : "The accounts could not be tried in time."}
    </div>
  );
}
