"use client";
/** An instance that AWS wants one more approval for: what it is, and the way there and back. */

import { buttonLook } from "@/app/_ui/button";
import { LinkIcon } from "@/app/_ui/icons";
import { useInBrowser } from "@/app/_ui/use-in-browser";
import { useAccess } from "./use-access";

/** To the page where a person connects, and back to this very place. A plain link: it works before any script does. */
export function ConnectLink({ instance, large = false }: { instance: string; large?: boolean }) {
  const here = useInBrowser(() => `${location.pathname}${location.search}`, "/");
  return (
    <a
      href={`/connect/${instance}?next=${encodeURIComponent(here)}`}
      className={buttonLook("primary", large ? "normal" : "small")}
    >
      Connect
    </a>
  );
}

export function ConnectNotice({ instance }: { instance: string }) {
  const { labels, state } = useAccess();
  const label = labels.get(instance);
  const known = Array.from(state.entries.values()).some((entry) => entry.instance === instance);
  return (
    <section
      aria-label={`Connect ${label ?? "to AWS"}`}
      className="flex gap-3 rounded-lg border border-line bg-panel px-4 py-3 text-sm"
    >
      <LinkIcon className="mt-0.5 text-dim" />
      <div className="flex min-w-0 grow flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 grow basis-72">
          <p className="font-semibold text-base">
            {label ? `${label} is not connected` : "You are not connected to AWS"}
          </p>
          <p className="text-pretty">
            {known
              ? "Its accounts are shown as they were known last. To use them, approve once on AWS’s own page."
              : "Approve once on AWS’s own page, and its accounts appear here."}
          </p>
        </div>
        <ConnectLink instance={instance} />
      </div>
    </section>
  );
}
