"use client";
/** What kept AWS, or Sallyport, from telling all of it. Stands above the list, which shows what is known. */

import { type Trouble, troubleOf } from "@/app/_ui/ask";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import type { AwsPortalLink } from "./access-empty";
import type { AccessState } from "./access-state";

type TroublesProps = { state: AccessState; portals: readonly AwsPortalLink[]; onAgain: () => void };

/** Not one of the portal's problems: the answer began and did not end. */
const cut: Trouble = {
  code: "unreachable",
  title: "This list is not complete",
  remedy: "The connection ended before AWS had told everything.",
  reference: null,
  awsPortal: null,
};

export function AccessTroubles({ state, portals, onAgain }: TroublesProps) {
  const linkOf = (instance: string) => portals.find((portal) => portal.instance === instance)?.url ?? null;
  const anyLink = portals[0]?.url ?? null;
  return (
    <div className="mb-4 space-y-2 empty:hidden">
      {state.failures.map(({ instance, problem }) => (
        <TroubleNotice key={instance} trouble={troubleOf(problem, linkOf(instance))} onAgain={onAgain} />
      ))}
      {state.phase === "cut" ? <TroubleNotice trouble={cut} onAgain={onAgain} /> : null}
      {state.trouble ? (
        <TroubleNotice
          trouble={{ ...state.trouble, awsPortal: state.trouble.awsPortal ?? anyLink }}
          onAgain={onAgain}
        />
      ) : null}
    </div>
  );
}
