/** The rows of the audit page, as they come from both ends. Pure. */

import type { ShownEvent, ShownPage } from "@/lib/portal/read-audit";

export type Feed = {
  /** Newest first. */
  rows: readonly ShownEvent[];
  /** Came and are not shown yet: nothing moves under the pointer. */
  waiting: readonly ShownEvent[];
  /** More came than are waiting: they are shown by beginning anew. */
  gap: boolean;
  /** Where the older ones go on; null at the end. */
  before: number | null;
};

export function firstFeed({ rows, before }: Pick<ShownPage, "rows" | "before">): Feed {
  return { rows, waiting: [], gap: false, before };
}

/** The newest number that is known. */
export function newestOf({ rows, waiting }: Feed): number {
  return waiting[0]?.seq ?? rows[0]?.seq ?? 0;
}

function newer(come: readonly ShownEvent[], known: number): readonly ShownEvent[] {
  return come.filter(({ seq }) => seq > known);
}

/** `before` of the page says that not all of what is new is on it. */
export function withNew(feed: Feed, page: ShownPage): Feed {
  const come = newer(page.rows, newestOf(feed));
  if (page.before !== null) return { ...feed, waiting: come, gap: true };
  return { ...feed, waiting: [...come, ...feed.waiting] };
}

/** What waited is shown. After a gap the rows begin anew, so that none is missing between them. */
export function withWaitingShown(feed: Feed): Feed {
  if (feed.gap) return firstFeed({ rows: feed.waiting, before: feed.waiting.at(-1)?.seq ?? null });
  return { ...feed, rows: [...feed.waiting, ...feed.rows], waiting: [] };
}

export function withOlder(feed: Feed, page: ShownPage): Feed {
  const last = feed.rows.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
  return { ...feed, rows: [...feed.rows, ...page.rows.filter(({ seq }) => seq < last)], before: page.before };
}

/** `1 new event`; `50 and more new events`. */
export function waitingWords({ waiting, gap }: Feed): string {
  if (gap) return `${waiting.length} and more new events`;
  return waiting.length === 1 ? "1 new event" : `${waiting.length} new events`;
}
