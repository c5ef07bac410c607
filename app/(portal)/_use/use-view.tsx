"use client";
/** How one role gets into a tool: the machine's token once, then what each tool wants. */

import Link from "next/link";
import { useState } from "react";
import { EnvironmentBar, EnvironmentTag } from "@/app/_ui/environment";
import { ChevronIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { calledName } from "@/lib/core/account-look";
import type { Machine } from "@/lib/credentials/uses/machine";
import { byHand, pairing } from "@/lib/credentials/uses/setup";
import type { ToolPage } from "@/lib/portal/tool-page";
import { MachineFields } from "./machine-fields";
import { SnippetBox } from "./snippet-box";
import { ToolTabs } from "./tool-tabs";
import { useMachine } from "./use-machine";

export function UseView({ known }: { known: ToolPage }) {
  const { account, grant, isListed } = known;
  const form = useMachine(known);
  return (
    <div className="grid gap-7">
      <div>
        <h1 className="font-semibold text-xl tracking-tight">Use it in a tool of yours</h1>
        <p className="mt-1 flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <Name text={grant.role} className="font-medium" />
          <span className="text-dim">in</span>
          <Name text={calledName(account)} className="font-medium" />
          <EnvironmentTag look={account.look} />
        </p>
        <p className="text-dim">Its keys come by themselves there, and new ones before they end.</p>
        {isListed ? null : (
          <p className="mt-3 rounded-lg border border-line bg-warn-tint px-3.5 py-2.5 text-sm text-warn">
            This role is not in your list as AWS told it last. Tools get its keys only if it is yours.
          </p>
        )}
      </div>
      <section
        aria-label="Your machine"
        className="relative overflow-hidden rounded-xl border border-line bg-panel p-5"
      >
        <EnvironmentBar look={account.look} />
        <h2 className="mb-3 font-semibold text-lg">Your machine</h2>
        <MachineFields form={form} />
        <Setup form={form} />
      </section>
      <section aria-label="Your tool">
        <h2 className="mb-3 font-semibold text-lg">Your tool</h2>
        <ToolTabs machine={form.machine} />
      </section>
    </div>
  );
}

/** Once for all roles and tools. */
function Setup({ form: { machine } }: { form: ReturnType<typeof useMachine> }) {
  const script = pairing(machine);
  return (
    <div className="mt-5 grid gap-4">
      <p className="max-w-prose text-pretty text-sm">
        A machine needs a token of its own, once for all its tools. You allow it here, for the roles that you
        choose, and pairing keeps it in <code className="font-mono text-xs">.config/sallyport</code>, in files
        that only you can read. You see and end it under{" "}
        <Link href="/tokens" className="text-accent underline underline-offset-2">
          access tokens
        </Link>
        .
      </p>
      {script ? <SnippetBox snippet={script} /> : null}
      {script ? <ByHand machine={machine} /> : <SnippetBox snippet={byHand(machine)} />}
    </div>
  );
}

/** In the page only once it is wanted. */
function ByHand({ machine }: { machine: Machine }) {
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-6 items-center gap-1.5 rounded-sm text-dim text-sm hover:text-ink"
      >
        <ChevronIcon className={open ? "rotate-90" : ""} />
        Without a script
      </button>
      {open ? (
        <div className="mt-3">
          <SnippetBox snippet={byHand(machine)} />
        </div>
      ) : null}
    </div>
  );
}
