"use client";
/** Somebody made an access token in this person's name. They are told until they say that it was them, or for a day. */

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { AlertIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { ago } from "@/app/_ui/remaining";
import { useSay } from "@/app/_ui/say";
import { useNow } from "@/app/_ui/use-now";
import { askAcknowledge, askRevoke } from "@/app/(portal)/tokens/_tokens/ask-tokens";
import { RevokeButton } from "@/app/(portal)/tokens/_tokens/revoke-button";
import type { NewToken } from "@/lib/core/shown-token";

type NewsProps = { news: readonly NewToken[]; now: number };

export function NewTokens({ news, now: first }: NewsProps) {
  const router = useRouter();
  const now = useNow(first, 30_000);
  const [known, setKnown] = useState<ReadonlySet<string>>(new Set());
  const say = useSay();
  const left = news.filter(({ id }) => !known.has(id));
  if (left.length === 0) return null;

  const forget = (id: string) => setKnown((ids) => new Set(ids).add(id));
  async function acknowledge(id: string) {
    const outcome = await askAcknowledge(id);
    if (outcome.ok) forget(id);
    else say(`${outcome.trouble.title}. Try again.`);
  }
  return (
    <section
      aria-label="New access tokens"
      className="mb-4 divide-y divide-line rounded-lg border border-line bg-panel"
    >
      {left.map(({ id, name, madeBy, made }) => (
        <div key={id} className="flex gap-3 px-4 py-2.5 text-sm sm:items-center">
          <AlertIcon className="text-dim max-sm:mt-0.5" />
          <div className="flex min-w-0 grow flex-wrap items-center gap-x-4 gap-y-2">
            <p className="min-w-0 grow basis-72 text-pretty">
              New access token{" "}
              <strong className="inline-flex max-w-full align-bottom font-semibold">
                <Name text={name} />
              </strong>
              , made {ago(now - Date.parse(made.at))} {madeBy === "pairing" ? "by pairing " : ""}from{" "}
              <span className="wrap-anywhere font-mono text-xs">{made.address}</span>. Not you?
            </p>
            <div className="flex gap-2">
              <RevokeButton
                label={`Revoke the new token ${name}`}
                title={`Revoke “${name}”?`}
                send={() => askRevoke(id)}
                onDone={() => {
                  forget(id);
                  router.refresh();
                }}
              >
                Revoke it
              </RevokeButton>
              <Button size="small" onClick={() => acknowledge(id)}>
                It was me
              </Button>
            </div>
          </div>
        </div>
      ))}
    </section>
  );
}
