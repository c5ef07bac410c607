"use client";
/** The parts of an open event, in the order in which they are asked for. */

import type { ReactNode } from "react";
import type { Story } from "@/lib/portal/read-audit";
import { ChainFacts } from "./chain-facts";
import { ClickStory } from "./click-story";
import { EventFacts } from "./event-facts";
import { ReadyQueries } from "./ready-queries";

export function EventBody({ story, now }: { story: Story; now: number }) {
  return (
    <div className="space-y-7">
      <Part title="The click">
        <ClickStory story={story} now={now} />
      </Part>
      <Part title="This event">
        <EventFacts story={story} />
      </Part>
      <ReadyQueries story={story} />
      <Part title="Place in the record">
        <ChainFacts event={story.event} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 font-semibold text-base">{title}</h2>
      {children}
    </section>
  );
}
