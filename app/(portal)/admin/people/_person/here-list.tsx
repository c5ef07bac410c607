"use client";
/** What of a person is alive in Sallyport: sessions, access tokens, keys kept for machines, connections. */

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Name } from "@/app/_ui/name";
import { ago, remaining } from "@/app/_ui/remaining";
import { useNow } from "@/app/_ui/use-now";
import { visibleText } from "@/app/_ui/visible-text";
import { askRevokeOf } from "@/app/(portal)/tokens/_tokens/ask-tokens";
import { RevokeButton } from "@/app/(portal)/tokens/_tokens/revoke-button";
import { TokenRow } from "@/app/(portal)/tokens/_tokens/token-row";
import type { PersonPage } from "@/lib/portal/people";

type HereProps = Pick<PersonPage, "sessions" | "tokens" | "names" | "sealedKeys" | "connections"> & {
  personId: string;
  now: number;
};

function Part({ title, none, children }: { title: string; none: string | null; children: ReactNode }) {
  return (
    <div>
      <h3 className="mb-1.5 font-medium text-sm">{title}</h3>
      {none === null ? (
        <ul className="divide-y divide-line overflow-clip rounded-xl border border-line bg-panel">
          {children}
        </ul>
      ) : (
        <p className="text-dim text-sm">{none}</p>
      )}
    </div>
  );
}

const row = "flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-4 py-2.5 text-sm";

function Sessions({ sessions, now }: Pick<HereProps, "sessions" | "now">) {
  return (
    <Part title="Sessions" none={sessions.length === 0 ? "Nowhere signed in." : null}>
      {sessions.map(({ createdAt, lastSeenAt, expiresAt }) => (
        <li key={`${createdAt} ${expiresAt}`} className={row}>
          <span>Signed in {ago(now - Date.parse(createdAt))}</span>
          <span className="text-dim">
            used {ago(now - Date.parse(lastSeenAt))}, ends in {remaining(Date.parse(expiresAt) - now)}
          </span>
        </li>
      ))}
    </Part>
  );
}

function Connections({ connections, now }: Pick<HereProps, "connections" | "now">) {
  return (
    <Part title="Connections to AWS" none={connections.length === 0 ? "Not connected." : null}>
      {connections.map(({ label, expiresAt, arn }) => (
        <li key={label} className={row}>
          <span className="flex min-w-0 flex-wrap gap-x-2">
            <Name text={label} />
            {arn ? (
              <span className="wrap-anywhere font-mono text-dim text-xs leading-5">{visibleText(arn)}</span>
            ) : null}
          </span>
          <span className="text-dim">
            {Date.parse(expiresAt) > now ? `for ${remaining(Date.parse(expiresAt) - now)}` : "ended"}
          </span>
        </li>
      ))}
    </Part>
  );
}

function SealedKeys({ sealedKeys, names, now }: Pick<HereProps, "sealedKeys" | "names" | "now">) {
  return (
    <Part title="Keys kept for machines" none={sealedKeys.length === 0 ? "None." : null}>
      {sealedKeys.map(({ instance, accountId, role, expiresAt }) => (
        <li key={`${instance}/${accountId}/${role}`} className={row}>
          <span className="flex min-w-0 gap-x-2">
            <Name text={names[`${instance}/${accountId}`] ?? accountId} />
            <span className="flex min-w-0 text-dim">
              <Name text={role} />
            </span>
          </span>
          <span className="text-dim">for {remaining(Date.parse(expiresAt) - now)}</span>
        </li>
      ))}
    </Part>
  );
}

export function HereList({
  personId,
  sessions,
  tokens,
  names,
  sealedKeys,
  connections,
  now: first,
}: HereProps) {
  const router = useRouter();
  const now = useNow(first, 30_000);
  return (
    <section aria-labelledby="here" className="space-y-4">
      <h2 id="here" className="font-semibold text-base">
        Alive in Sallyport
      </h2>
      <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
        <Sessions sessions={sessions} now={now} />
        <Connections connections={connections} now={now} />
      </div>
      <SealedKeys sealedKeys={sealedKeys} names={names} now={now} />
      <Part title="Access tokens" none={tokens.length === 0 ? "None." : null}>
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} names={names} now={now}>
            <RevokeButton
              label={`Revoke ${token.name}`}
              title={`Revoke “${token.name}”?`}
              send={() => askRevokeOf(personId, token.id)}
              onDone={() => router.refresh()}
            >
              Revoke
            </RevokeButton>
          </TokenRow>
        ))}
      </Part>
    </section>
  );
}
