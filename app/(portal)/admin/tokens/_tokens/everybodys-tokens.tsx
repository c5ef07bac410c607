"use client";
/** Access tokens of everybody, for administrators: whose, what for, when last used; and the end of one, or of all that a person has. */

import Link from "next/link";
import { useRouter } from "next/navigation";
import { Button, buttonLook } from "@/app/_ui/button";
import { Name } from "@/app/_ui/name";
import { SearchField } from "@/app/_ui/search-field";
import { useNow } from "@/app/_ui/use-now";
import { personHref } from "@/app/(portal)/admin/people/_people/people-address";
import { auditHref } from "@/app/(portal)/audit/_audit/audit-address";
import { askRevokeOf } from "@/app/(portal)/tokens/_tokens/ask-tokens";
import { RevokeButton } from "@/app/(portal)/tokens/_tokens/revoke-button";
import { TokenRow } from "@/app/(portal)/tokens/_tokens/token-row";
import type { OwnedToken } from "@/lib/core/shown-token";

type EverybodysProps = {
  tokens: readonly OwnedToken[];
  /** Whether these are all. */
  whole: boolean;
  /** What was searched for. */
  person: string;
  now: number;
};

type Group = { owner: OwnedToken["owner"]; called: string; tokens: OwnedToken[] };

/** By person, in the order in which their newest tokens came. */
function grouped(tokens: readonly OwnedToken[]): Group[] {
  const groups = new Map<string, Group>();
  for (const token of tokens) {
    const { owner } = token;
    const called = owner.name ?? owner.email ?? owner.id;
    const group = groups.get(owner.id) ?? { owner, called, tokens: [] };
    group.tokens.push(token);
    groups.set(owner.id, group);
  }
  return [...groups.values()];
}

function SearchForm({ person }: { person: string }) {
  return (
    <form action="/admin/tokens" method="get" className="mb-4 flex max-w-md gap-2">
      <SearchField name="person" text={person} aria-label="Whose" placeholder="Name or e-mail address" />
      <Button type="submit" className="h-9">
        Search
      </Button>
    </form>
  );
}

export function EverybodysTokens({ tokens, whole, person, now: first }: EverybodysProps) {
  const router = useRouter();
  const now = useNow(first, 30_000);
  const refresh = () => router.refresh();
  const groups = grouped(tokens);
  return (
    <>
      <h1 className="font-semibold text-xl tracking-tight">Everybody’s access tokens</h1>
      <p className="mb-4 text-pretty text-dim text-sm">
        Those that live. Revoking works at once, on every replica; keys already taken work until their own
        end.
      </p>
      <SearchForm person={person} />
      {groups.length === 0 ? (
        <p className="rounded-xl border border-line border-dashed px-6 py-10 text-center text-dim">
          {person ? "Nobody of that name has a living access token." : "Nobody has a living access token."}
        </p>
      ) : null}
      <div className="space-y-6">
        {groups.map(({ owner, called, tokens: theirs }) => (
          <section key={owner.id} aria-label={called}>
            <div className="mb-2 flex items-center gap-3">
              <h2 className="flex min-w-0 grow flex-wrap items-baseline gap-x-2 font-medium">
                <Link
                  href={personHref(owner)}
                  prefetch={false}
                  className="flex min-w-0 rounded-sm hover:underline"
                >
                  <Name text={called} />
                </Link>
                {owner.email && owner.email !== called ? (
                  <span className="flex min-w-0 font-normal text-dim text-sm">
                    <Name text={owner.email} />
                  </span>
                ) : null}
              </h2>
              <RevokeButton
                label={`Revoke all tokens of ${called}`}
                title={`Revoke all tokens of ${called}?`}
                send={() => askRevokeOf(owner.id, null)}
                onDone={refresh}
              >
                Revoke all
              </RevokeButton>
            </div>
            <ul className="divide-y divide-line overflow-clip rounded-xl border border-line bg-panel">
              {theirs.map((token) => (
                <TokenRow key={token.id} token={token} names={{}} now={now}>
                  <Link
                    href={auditHref({ tokenFingerprint: token.fingerprint })}
                    prefetch={false}
                    aria-label={`Events of ${token.name} of ${called}`}
                    className={buttonLook("plain", "small")}
                  >
                    Events
                  </Link>
                  <RevokeButton
                    label={`Revoke ${token.name} of ${called}`}
                    title={`Revoke “${token.name}” of ${called}?`}
                    send={() => askRevokeOf(owner.id, token.id)}
                    onDone={refresh}
                  >
                    Revoke
                  </RevokeButton>
                </TokenRow>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {whole ? null : (
        <p className="mt-4 text-dim text-sm">These are the newest. Search for a person to see theirs.</p>
      )}
    </>
  );
}
