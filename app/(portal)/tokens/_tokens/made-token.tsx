"use client";
/** A token right after it was made: the only time that anybody sees it. It goes with this page. */

import { useEffect, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { CopyIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { useSay } from "@/app/_ui/say";
import { Time } from "@/app/_ui/time";
import { copyText } from "@/app/(portal)/_access/copy-text";
import type { Grant } from "@/lib/core/grant";
import type { Made } from "./ask-tokens";

/** `example`: a role that it may take; null where it may take all. */
export type MadeNow = Made & { name: string; example: Grant | null };

type MadeProps = { made: MadeNow; onDone: () => void };

/** What stands behind a door for machines. Nobody comes to this page but from a browser, whose address is the portal's. */
function pathOf(example: Grant | null): string {
  if (!example) return "<instance>/<account id>/<role>";
  return `${example.instance}/${example.accountId}/${encodeURIComponent(example.role)}`;
}

function Lines({ children }: { children: string }) {
  return (
    <code className="mt-1 block select-all whitespace-pre-wrap break-all rounded-md bg-sunken px-3 py-2 font-mono text-ink text-xs">
      {children}
    </code>
  );
}

export function MadeToken({ made: { name, token, expiresAt, example }, onDone }: MadeProps) {
  const at = pathOf(example);
  const say = useSay();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  // A browser may keep this page whole for Back; the token is not for that.
  useEffect(() => {
    addEventListener("pagehide", onDone);
    return () => removeEventListener("pagehide", onDone);
  }, [onDone]);

  async function copy() {
    say(
      (await copyText(token)) ? "Token copied." : "The browser did not let it be copied. Select it instead.",
    );
  }

  return (
    <section
      aria-labelledby="made-token"
      className="mb-6 space-y-4 rounded-xl border border-line bg-panel p-4 md:p-6"
    >
      <div>
        <h2
          id="made-token"
          ref={heading}
          tabIndex={-1}
          className="flex min-w-0 gap-1.5 font-semibold text-lg outline-none"
        >
          <Name text={name} /> is made
        </h2>
        <p className="text-pretty text-dim text-sm">
          This is the only time that you see it. It ends on <Time at={expiresAt} shape="full" />.
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 select-all break-all rounded-md bg-sunken px-3 py-2 font-mono text-xs">
          {token}
        </code>
        <Button kind="primary" onClick={copy}>
          <CopyIcon />
          Copy
        </Button>
      </div>
      <div className="space-y-3 text-pretty text-dim text-sm">
        <p className="font-medium text-ink">Two ways to use it</p>
        <div>
          <p>SDKs, the AWS CLI and Terraform fetch and renew keys by themselves, with the token in a file:</p>
          <Lines>
            {`AWS_CONTAINER_CREDENTIALS_FULL_URI=${location.origin}/api/v1/container/${at}\nAWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/path/to/token`}
          </Lines>
        </div>
        <div>
          <p>
            Or a profile of ~/.aws/config fetches them, with a file that holds “Authorization: Bearer” and the
            token:
          </p>
          <Lines>
            {`credential_process = /usr/bin/curl --disable --silent --show-error --fail --max-time 30 --header @/path/to/header ${location.origin}/api/v1/process/${at}`}
          </Lines>
        </div>
        <p>Keep it like a password: in a file that only you can read, and in no command line.</p>
      </div>
      <Button onClick={onDone}>I have it</Button>
    </section>
  );
}
