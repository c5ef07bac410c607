"use client";
/** The rows that are shown: the server's first, then what is new while somebody looks, and older ones as they are asked for. */

import { useRef, useState } from "react";
import type { Trouble } from "@/app/_ui/ask";
import { useStable } from "@/app/_ui/use-stable";
import type { AuditFilter } from "@/lib/core/audit-row";
import type { ShownPage } from "@/lib/portal/read-audit";
import { askEvents } from "./ask-audit";
import { type Feed, firstFeed, newestOf, withNew, withOlder, withWaitingShown } from "./feed-state";
import { type Live, useLive } from "./use-live";

type FeedProps = {
  filter: AuditFilter;
  first: ShownPage;
  /** Whether the newest event is, or would be, on the page. */
  atHead: boolean;
  /** Whether rows may move now. */
  mayMove: () => boolean;
};

export type FeedReading = {
  feed: Feed;
  live: Live;
  showWaiting: () => void;
  older: { asking: boolean; trouble: Trouble | null; ask: () => void };
};

export function useFeed({ filter, first, atHead, mayMove }: FeedProps): FeedReading {
  const [feed, setFeed] = useState(() => firstFeed(first));
  const [older, setOlder] = useState<{ asking: boolean; trouble: Trouble | null }>({
    asking: false,
    trouble: null,
  });
  const now = useRef(feed);

  function change(next: Feed) {
    now.current = next;
    setFeed(next);
  }

  const live = useLive({
    on: atHead,
    ask: (signal) => askEvents(filter, { after: newestOf(now.current) }, signal),
    onNew: (page) => {
      const next = withNew(now.current, page);
      change(mayMove() && !next.gap ? withWaitingShown(next) : next);
    },
  });

  const askOlder = useStable(async () => {
    const { before } = now.current;
    if (before === null || older.asking) return;
    setOlder({ asking: true, trouble: null });
    const outcome = await askEvents(filter, { before });
    setOlder({ asking: false, trouble: outcome.ok ? null : outcome.trouble });
    if (outcome.ok && now.current.before === before) change(withOlder(now.current, outcome.value));
  });

  return {
    feed,
    live,
    showWaiting: useStable(() => change(withWaitingShown(now.current))),
    older: { ...older, ask: askOlder },
  };
}
