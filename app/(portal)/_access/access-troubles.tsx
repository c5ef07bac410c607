"use client";
/** What keeps an instance, or Sallyport, from telling all of it. Stands above the list, which shows what is known. */

import { useLayoutEffect, useRef } from "react";
import { type Trouble, troubleOf } from "@/app/_ui/ask";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import type { ProblemCode } from "@/lib/core/problems";
import type { AwsPortalLink } from "./access-empty";
import { ConnectNotice } from "./connect-notice";
import { useAccess } from "./use-access";
import { keepStill } from "./use-still";

export function AccessTroubles({ portals }: { portals: readonly AwsPortalLink[] }) {
  const { state, labels, readAgain } = useAccess();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (box.current ? stillBelow(box.current) : undefined), []);
  const linkOf = (instance: string) => portals.find((portal) => portal.instance === instance)?.url ?? null;

  function failure(instance: string, problem: ProblemCode) {
    // With nothing to show below it, that fills the page instead.
    if (problem === "aws-connection-needed") {
      return state.entries.size === 0 ? null : <ConnectNotice key={instance} instance={instance} />;
    }
    const label = labels.get(instance);
    const trouble = troubleOf(problem, linkOf(instance));
    const title = label ? `${label}: ${trouble.title}` : trouble.title;
    return <TroubleNotice key={instance} trouble={{ ...trouble, title }} onAgain={readAgain} />;
  }

  return (
    <div ref={box}>
      <div className="space-y-2 pb-4 empty:hidden">
        {Array.from(state.instances, ([instance, { problem }]) => problem && failure(instance, problem))}
        {state.trouble ? (
          <TroubleNotice trouble={withPortal(state.trouble, portals)} onAgain={readAgain} />
        ) : null}
      </div>
    </div>
  );
}

function withPortal(trouble: Trouble, portals: readonly AwsPortalLink[]): Trouble {
  return { ...trouble, awsPortal: trouble.awsPortal ?? portals[0]?.url ?? null };
}

/** A notice that comes or goes pushes the list: the page is scrolled by as much, for whoever points at a row. */
function stillBelow(box: HTMLElement): () => void {
  let height = box.offsetHeight;
  const watcher = new ResizeObserver(() => {
    const grown = box.offsetHeight - height;
    height = box.offsetHeight;
    const list = box.nextElementSibling;
    if (grown !== 0 && list instanceof HTMLElement) keepStill(list, grown);
  });
  watcher.observe(box);
  return () => watcher.disconnect();
}
