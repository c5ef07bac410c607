/** A person's page: who they are, the block, what is alive at AWS, and what is alive here. */

import Link from "next/link";
import type { ReactNode } from "react";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import { BlockedTag } from "@/app/(portal)/admin/people/_people/blocked-tag";
import { calledPerson } from "@/lib/core/shown-person";
import type { PersonPage } from "@/lib/portal/people";
import { AliveList } from "./alive-list";
import { BlockButton } from "./block-button";
import { BlockNotice } from "./block-notice";
import { Elsewhere } from "./elsewhere";
import { HereList } from "./here-list";
import { RecentEvents } from "./recent-events";
import { StopAtAws } from "./stop-at-aws";

type ViewProps = PersonPage & {
  /** Whether the page is of whoever reads it. */
  isReader: boolean;
  now: number;
};

const tag = "shrink-0 rounded-sm bg-hover px-1.5 font-medium text-2xs";

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-dim text-xs">{label}</dt>
      <dd className="flex min-w-0 text-sm">{children}</dd>
    </div>
  );
}

function Head({ person, rights, block, isReader, confirmedAt }: ViewProps) {
  const name = calledPerson(person);
  const { groups, email, userName, issuer, subject } = person;
  return (
    <header>
      <Link href="/admin/people" prefetch={false} className="rounded-sm text-dim text-sm hover:text-ink">
        People
      </Link>
      <div className="mt-0.5 flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 grow basis-64">
          <h1 className="flex min-w-0 flex-wrap items-center gap-x-2.5 font-semibold text-xl tracking-tight">
            <Name text={name} />
            {block ? <BlockedTag /> : null}
            {rights.administrator ? <span className={tag}>Administrator</span> : null}
            {rights.auditor && !rights.administrator ? <span className={tag}>Auditor</span> : null}
            {isReader ? <span className={tag}>You</span> : null}
          </h1>
        </div>
        {block ? null : isReader ? (
          <p className="text-dim text-sm">You cannot block yourself. Another administrator can.</p>
        ) : (
          <BlockButton personId={person.id} name={name} administrator={rights.administrator} />
        )}
      </div>
      <dl className="mt-3 grid gap-x-6 gap-y-2 sm:grid-cols-2 lg:grid-cols-4">
        <Fact label="E-mail">
          {email ? <Name text={email} /> : <span className="text-dim">Not told</span>}
        </Fact>
        <Fact label="User name at Identity Center">
          {userName ? <Name text={userName} /> : <span className="text-dim">Not told</span>}
        </Fact>
        <Fact label="Groups">
          {groups === null ? (
            <span className="text-dim">Not told</span>
          ) : groups.length === 0 ? (
            "None"
          ) : (
            <Name text={groups.join(", ")} />
          )}
        </Fact>
        <Fact label="Last confirmed by the provider">
          <span className="truncate">
            <Time at={confirmedAt} shape="day" /> <Time at={confirmedAt} shape="clock" />
          </span>
        </Fact>
        <Fact label="Subject at the provider">
          <Name text={subject} className="font-mono text-xs leading-5" />
        </Fact>
        <Fact label="Provider">
          <Name text={issuer} />
        </Fact>
      </dl>
    </header>
  );
}

export function PersonView(props: ViewProps) {
  const { person, block, alive, now } = props;
  const name = calledPerson(person);
  return (
    <div className="space-y-6">
      <Head {...props} />
      {block ? <BlockNotice personId={person.id} name={name} block={block} /> : null}
      <AliveList alive={alive} blocked={block !== null} />
      {block ? (
        <>
          <StopAtAws personId={person.id} />
          <Elsewhere />
        </>
      ) : null}
      <HereList
        personId={person.id}
        sessions={props.sessions}
        tokens={props.tokens}
        names={props.names}
        sealedKeys={props.sealedKeys}
        connections={props.connections}
        now={now}
      />
      <RecentEvents personId={person.id} events={props.events} now={now} />
    </div>
  );
}
