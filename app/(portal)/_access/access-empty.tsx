"use client";
/** What stands where the list would be: bones while AWS is asked, and words where there is nothing. */

import type { ReactNode } from "react";
import { Button, OutsideLink } from "@/app/_ui/button";
import { OutsideIcon, SearchIcon } from "@/app/_ui/icons";
import { visibleText } from "@/app/_ui/visible-text";

export type AwsPortalLink = { instance: string; label: string; url: string };

const bones = ["w-40", "w-52", "w-32", "w-44", "w-36", "w-48"];

/** Shapes of what is to come, as tall as it will be. */
export function ListBones() {
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

type NoMatchProps = { query: string; reading: boolean; fromLink: boolean; onClear: () => void };

export function NoMatch({ query, reading, fromLink, onClear }: NoMatchProps) {
  if (reading) {
    return (
      <Nothing title="Nothing found so far">
        <p>AWS is still telling which roles you have. What matches appears here.</p>
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

type NoAccountProps = { who: string; portals: readonly AwsPortalLink[]; onAgain: () => void };

export function NoAccount({ who, portals, onAgain }: NoAccountProps) {
  return (
    <Nothing title="No AWS account is assigned to you yet">
      <p>
        Ask whoever runs AWS in your company to assign you an account in IAM Identity Center, and tell them
        that you are <strong className="break-words font-semibold text-ink">{visibleText(who)}</strong>. A new
        assignment shows here within minutes.
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button onClick={onAgain}>Check again</Button>
        {portals.map(({ instance, url }) => (
          <OutsideLink key={instance} kind="plain" href={url}>
            AWS’s own portal
            <OutsideIcon />
          </OutsideLink>
        ))}
      </div>
    </Nothing>
  );
}
