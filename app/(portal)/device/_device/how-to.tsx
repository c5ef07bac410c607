"use client";
/** For whoever has no code yet: the command, how to read it first, and what else there is. */

import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/button";
import { CheckIcon } from "@/app/_ui/icons";
import { copyText } from "@/app/(portal)/_access/copy-text";
import type { PairingPage } from "@/lib/portal/pairing-page";

export function HowTo({ known: { scriptUrl, scriptSha256 } }: { known: PairingPage }) {
  const get = `curl -fsS ${scriptUrl}`;
  return (
    <div className="mt-8 space-y-6 px-1 text-sm">
      <section>
        <h2 className="font-semibold text-base">No code yet?</h2>
        <p className="mt-1 text-pretty text-dim">
          On the machine, in a terminal. It shows a code, waits for you here, and keeps an access token in a
          file that only you can read there.
        </p>
        <Command text={`${get} | sh`} label="Copy the command" />
      </section>
      <section>
        <h2 className="font-semibold text-base">Read it first</h2>
        <p className="mt-1 text-pretty text-dim">
          It is{" "}
          <a
            href={scriptUrl}
            target="_blank"
            rel="noreferrer"
            className="text-accent underline underline-offset-2"
          >
            a short script
          </a>
          , the same for everybody. This is its SHA-256:
        </p>
        <Command text={scriptSha256} label="Copy the digest" />
        <p className="mt-3 text-pretty text-dim">Fetched, looked at, and run only then:</p>
        <Command
          text={[
            `${get} -o pair.sh`,
            "sha256sum pair.sh    # macOS: shasum -a 256 pair.sh",
            "less pair.sh",
            "sh pair.sh",
          ].join("\n")}
          label="Copy the four lines"
        />
      </section>
      <section>
        <h2 className="font-semibold text-base">More</h2>
        <ul className="mt-1 list-disc space-y-1 pl-5 text-pretty text-dim marker:text-faint">
          <li>
            <Mono>{`${get} | sh -s -- --grant ACCOUNT/ROLE`}</Mono> suggests a role here. You still choose.
          </li>
          <li>
            <Mono>{`${get} | sh -s -- --remove`}</Mono> revokes the token and deletes its files.
          </li>
          <li>
            On Windows, or without curl:{" "}
            <a href="/tokens" className="text-accent underline underline-offset-2">
              make an access token
            </a>{" "}
            and put it into a file yourself.
          </li>
        </ul>
      </section>
    </div>
  );
}

function Mono({ children }: { children: ReactNode }) {
  return <code className="wrap-anywhere font-mono text-ink text-xs">{children}</code>;
}

function Command({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="mt-2 flex items-start gap-2 rounded-lg border border-line bg-sunken p-2 pl-3">
      <code
        translate="no"
        className="wrap-anywhere min-w-0 grow select-all whitespace-pre-wrap py-1 font-mono text-xs leading-5"
      >
        {text}
      </code>
      <Button size="small" aria-label={label} onClick={async () => setCopied(await copyText(text))}>
        {copied ? <CheckIcon /> : null}
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
