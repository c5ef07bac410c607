"use client";
/** What stands where the list would be: bones while AWS is asked, and words where there is nothing. */

import type { ReactNode } from "react";
import { Button, OutsideLink } from "@/app/_ui/button";
import { OutsideIcon, SearchIcon } from "@/app/_ui/icons";
import { visibleText } from "@/app/_ui/visible-text";
import type { AccessState } from "./access-state";
import { ConnectLink } from "./connect-notice";
import { isAllThere } from "./reading-progress";
import { useAccess } from "./use-access";

export type AwsPortalLink = { instance: string; label: string; url: string };

const bones = ["w-40", "w-52", "w-32", "w-44", "w-36", "w-48"];

/** Shapes of what is to come, as tall as it will be. */
function ListBones() {
  return (
    <div aria-hidden="true">
      {bones.map((width) => (
        <div
          key={width}
          className="flex h-[110px] flex-col gap-2 border-line border-t px-4 py-4 first:border-t-0 md:h-[52px] md:flex-row md:items-center md:gap-4 md:py-0"
        >
          <div className="space-y-2 md:w-5/13">
            <div className={`bone h-3 ${width}`} />
            <div className="bone h-2.5 w-24" />
          </div>
          <div className="bone h-3 w-36 max-md:mt-3" />
        </div>
      ))}
    </div>
  );
}

function Nothing({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col items-center px-6 py-16 text-center">
      <h2 className="text-balance font-semibold text-lg">{title}</h2>
      <div className="mt-1 max-w-md space-y-4 text-pretty text-dim">{children}</div>
    </div>
  );
}

function PortalLinks({ portals }: { portals: readonly AwsPortalLink[] }) {
  const { labels } = useAccess();
  return portals.map(({ instance, url }) => (
    <OutsideLink key={instance} kind="plain" href={url}>
      AWS’s own portal{labels.has(instance) ? `: ${labels.get(instance)}` : ""}
      <OutsideIcon />
    </OutsideLink>
  ));
}

function NoMatch({ query, fromLink, onClear }: Pick<NothingProps, "query" | "fromLink" | "onClear">) {
  const { state } = useAccess();
  if (state.phase === "reading" && !isAllThere(state)) {
    return (
      <Nothing title="Nothing found so far">
        <p>Your roles are still coming. What matches appears here.</p>
      </Nothing>
    );
  }
  return (
    <Nothing title={fromLink ? "The role of that link is not yours" : "Nothing matches"}>
      <p className="break-words">
        {fromLink
          ? "Somebody may have it who sent you the link. Ask the account’s owner to assign it to you in IAM Identity Center."
          : `No account or role of yours matches “${visibleText(query.trim())}”.`}
      </p>
      <Button onClick={onClear}>
        <SearchIcon />
        {fromLink ? "Show my roles" : "Clear the search"}
      </Button>
    </Nothing>
  );
}

function NoAccount({ who, portals }: Pick<NothingProps, "who" | "portals">) {
  const { readAgain } = useAccess();
  return (
    <Nothing title="No AWS account is assigned to you yet">
      <p>
        Ask whoever runs AWS in your company to assign you an account in IAM Identity Center, and tell them
        that you are <strong className="break-words font-semibold text-ink">{visibleText(who)}</strong>. A new
        assignment shows here within minutes.
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button onClick={readAgain}>Check again</Button>
        <PortalLinks portals={portals} />
      </div>
    </Nothing>
  );
}

function NotConnected({ instances }: { instances: readonly string[] }) {
  const { labels } = useAccess();
  return (
    <Nothing title="Connect to AWS once, and your accounts appear here">
      <p>
        AWS wants to hear from you that Sallyport may act for you. You approve it on AWS’s own page and come
        back to this one; it lasts as long as your AWS sign-in.
      </p>
      <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2">
        {instances.map((instance) => (
          <span key={instance} className="flex items-center gap-2">
            {labels.get(instance)}
            <ConnectLink instance={instance} large />
          </span>
        ))}
      </div>
    </Nothing>
  );
}

/** Whether it is tried again, and when, stands beside the search. */
function Unreachable({ lost, portals }: Pick<NothingProps, "portals"> & { lost: Lost }) {
  return (
    <Nothing title={lost.trouble.title}>
      <p>{lost.trouble.remedy}</p>
      <div className="flex flex-wrap justify-center gap-2">
        <PortalLinks portals={portals} />
      </div>
    </Nothing>
  );
}

type Lost = NonNullable<AccessState["lost"]>;

type NothingProps = {
  query: string;
  /** Whether the search is the one that somebody's link asks for. */
  fromLink: boolean;
  onClear: () => void;
  /** Who to name when asking for access. */
  who: string;
  portals: readonly AwsPortalLink[];
};

export function NothingShown({ query, fromLink, onClear, who, portals }: NothingProps) {
  const { state } = useAccess();
  if (state.entries.size > 0) return <NoMatch query={query} fromLink={fromLink} onClear={onClear} />;
  if (state.lost) return <Unreachable lost={state.lost} portals={portals} />;
  const unconnected = [...state.instances].filter(([, { problem }]) => problem === "aws-connection-needed");
  if (unconnected.length > 0) return <NotConnected instances={unconnected.map(([instance]) => instance)} />;
  const problems = Array.from(state.instances.values(), ({ problem }) => problem);
  if (state.phase === "reading" && problems.includes(null)) return <ListBones />;
  // What is in the way stands above, with what to do.
  const failed = state.trouble !== null || problems.some((problem) => problem !== null);
  return failed ? null : <NoAccount who={who} portals={portals} />;
}
