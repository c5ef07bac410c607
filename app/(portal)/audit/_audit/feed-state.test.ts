import { expect, test } from "vitest";
import type { ShownEvent, ShownPage } from "@/lib/portal/read-audit";
import { firstFeed, newestOf, waitingWords, withNew, withOlder, withWaitingShown } from "./feed-state";

const row = (seq: number) => ({ seq }) as ShownEvent;
const page = (seqs: number[], before: number | null = null): ShownPage => ({
  rows: seqs.map(row),
  before,
  since: null,
});
const seqs = (rows: readonly ShownEvent[]) => rows.map(({ seq }) => seq);

test("what is new waits, once each, until it is shown", () => {
  let feed = firstFeed(page([5, 4], 4));
  feed = withNew(feed, page([7, 6]));
  expect([seqs(feed.rows), seqs(feed.waiting), newestOf(feed)]).toEqual([[5, 4], [7, 6], 7]);
  expect(waitingWords(feed)).toBe("2 new events");
  // The same answer once more, as after a lost one.
  feed = withNew(feed, page([8, 7, 6]));
  expect(seqs(feed.waiting)).toEqual([8, 7, 6]);
  feed = withWaitingShown(feed);
  expect([seqs(feed.rows), seqs(feed.waiting), feed.before]).toEqual([[8, 7, 6, 5, 4], [], 4]);
});

test("where more came than one answer holds, the rows begin anew and none is missing", () => {
  let feed = withNew(firstFeed(page([5, 4], 4)), page([90, 89], 89));
  expect(waitingWords(feed)).toBe("2 and more new events");
  feed = withNew(feed, page([91]));
  feed = withWaitingShown(feed);
  expect([seqs(feed.rows), feed.before]).toEqual([[91, 90, 89], 89]);
  feed = withOlder(feed, page([88, 87], 87));
  expect([seqs(feed.rows), feed.before]).toEqual([[91, 90, 89, 88, 87], 87]);
});

test("the first event of all comes into an empty list", () => {
  const feed = withWaitingShown(withNew(firstFeed(page([])), page([1])));
  expect([seqs(feed.rows), newestOf(feed), feed.before]).toEqual([[1], 1, null]);
});
