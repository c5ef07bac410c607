"use client";
/** A person's access tokens: those that live, those that have ended, and a new one. */

import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { Button, buttonLook } from "@/app/_ui/button";
import { PlusIcon } from "@/app/_ui/icons";
import { useNow } from "@/app/_ui/use-now";
import type { ShownToken } from "@/lib/core/shown-token";
import { askRevoke } from "./ask-tokens";
import type { Life } from "./bound-words";
import { type MadeNow, MadeToken } from "./made-token";
import { MakeForm } from "./make-form";
import { RevokeButton } from "./revoke-button";
import { type AccountNames, TokenRow } from "./token-row";

type ViewProps = {
  tokens: readonly ShownToken[];
  names: AccountNames;
  life: Life;
  /** The server's clock. */
  now: number;
};

type Doing = "looking" | "making" | MadeNow;

const list = "divide-y divide-line overflow-clip rounded-xl border border-line bg-panel";

export function TokensView({ tokens, names, life, now: first }: ViewProps) {
  const router = useRouter();
  const now = useNow(first, 30_000);
  const [doing, setDoing] = useState<Doing>("looking");
  const look = useCallback(() => setDoing("looking"), []);
  const refresh = () => router.refresh();
  const living = tokens.filter(({ ended }) => ended === null);
  const over = tokens.filter(({ ended }) => ended !== null);

  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 grow basis-80">
          <h1 className="font-semibold text-xl tracking-tight">Access tokens</h1>
          <p className="text-pretty text-dim text-sm">
            For machines that act for you: the AWS CLI, SDKs, Terraform, containers. Each takes what you name,
            and nothing else.
          </p>
        </div>
        {living.length > 1 ? (
          <RevokeButton
            label="Revoke all your tokens"
            title={`Revoke all ${living.length} tokens?`}
            send={() => askRevoke(null)}
            onDone={refresh}
          >
            Revoke all
          </RevokeButton>
        ) : null}
        {doing === "looking" ? (
          <>
            <a href="/device" className={buttonLook()}>
              Pair a machine
            </a>
            <Button kind="primary" onClick={() => setDoing("making")}>
              <PlusIcon />
              Make a token
            </Button>
          </>
        ) : null}
      </div>
      {doing === "making" ? (
        <MakeForm
          life={life}
          onCancel={look}
          onMade={(made) => {
            setDoing(made);
            refresh();
          }}
        />
      ) : null}
      {typeof doing === "object" ? <MadeToken made={doing} onDone={look} /> : null}
      {living.length > 0 ? (
        <ul aria-label="Your access tokens" className={list}>
          {living.map((token) => (
            <TokenRow key={token.id} token={token} names={names} now={now}>
              <RevokeButton
                label={`Revoke ${token.name}`}
                title={`Revoke “${token.name}”?`}
                send={() => askRevoke(token.id)}
                onDone={refresh}
              >
                Revoke
              </RevokeButton>
            </TokenRow>
          ))}
        </ul>
      ) : (
        <NoTokens />
      )}
      {over.length > 0 ? (
        <details className="mt-6">
          <summary className="w-fit rounded-sm text-dim text-sm">
            {over.length === 1 ? "1 that has ended" : `${over.length} that have ended`}
          </summary>
          <ul aria-label="Tokens that have ended" className={`mt-3 ${list}`}>
            {over.map((token) => (
              <TokenRow key={token.id} token={token} names={names} now={now} />
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

function NoTokens() {
  return (
    <div className="rounded-xl border border-line border-dashed px-6 py-10 text-center">
      <p className="font-medium">No machine acts for you</p>
      <p className="mx-auto mt-1 max-w-md text-pretty text-dim text-sm">
        A token lets one fetch keys by itself, for the roles that you choose, until it ends or you revoke it.
      </p>
    </div>
  );
}
