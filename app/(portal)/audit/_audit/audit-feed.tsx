"use client";
/** The record as people look at it: rows that grow at both ends, and the one that is open beside them. */

import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { buttonLook } from "@/app/_ui/button";
import { UpIcon, WaitIcon } from "@/app/_ui/icons";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import { useStable } from "@/app/_ui/use-stable";
import type { AuditFilter } from "@/lib/core/audit-row";
import type { ShownPage } from "@/lib/portal/read-audit";
import { auditHref } from "./audit-address";
import { AuditTable } from "./audit-table";
import { type Feed, waitingWords } from "./feed-state";
import { FeedStatus } from "./feed-status";
import { NothingFound } from "./nothing-found";
import { type FeedReading, useFeed } from "./use-feed";
import { useOpenEvent } from "./use-open-event";
import { useRowKeys } from "./use-row-keys";

const EventDrawer = lazy(async () => ({ default: (await import("./event-drawer")).EventDrawer }));

type FeedProps = {
  filter: AuditFilter;
  first: ShownPage;
  /** Where the page begins; null at the newest. */
  before: number | null;
  /** The server's clock, so that both sides paint the same. */
  now: number;
};

/** Further down, somebody reads; nearer, whatever comes is seen to come. */
const topPixels = 60;

/** As many are fetched by scrolling alone; then a click says that somebody wants more. */
const scrolledRows = 1_000;

export function AuditFeed({ filter, first, before, now }: FeedProps) {
  const list = useRef<HTMLDivElement>(null);
  const pointed = useRef(false);
  const opened = useOpenEvent();
  const everOpened = useEver(opened.seq !== null);
  const atHead = before === null && (!filter.until || Date.parse(filter.until) > now);

  const mayMove = useStable(() => {
    const busy = opened.seq !== null || pointed.current || list.current?.contains(document.activeElement);
    return !busy && scrollY < topPixels && getSelection()?.isCollapsed !== false;
  });
  const { feed, live, showWaiting, older } = useFeed({ filter, first, atHead, mayMove });
  useRowKeys(list);

  function showNew() {
    showWaiting();
    scrollTo({ top: 0 });
  }

  const rows = feed.rows;
  return (
    <>
      <FeedStatus filter={filter} live={live} atHead={atHead} since={first.since} />
      <div
        ref={list}
        onPointerEnter={() => (pointed.current = true)}
        onPointerLeave={() => (pointed.current = false)}
      >
        <NewEvents feed={feed} onShow={showNew} />
        {rows.length > 0 ? (
          <div className="overflow-clip rounded-xl border border-line bg-panel">
            <AuditTable
              rows={rows}
              filter={filter}
              now={now}
              opened={opened}
              newest={first.rows[0]?.seq ?? 0}
            />
          </div>
        ) : (
          <NothingFound filter={filter} before={before} />
        )}
      </div>
      <Older feed={feed} older={older} href={auditHref(filter, { before: feed.before })} />
      {everOpened ? (
        <Suspense>
          <EventDrawer rows={rows} opened={opened} now={now} />
        </Suspense>
      ) : null}
    </>
  );
}

/** Whether something was ever true: what was opened once stays, so that it can close in peace. */
function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}

/** Lies over the rows and moves none of them. */
function NewEvents({ feed, onShow }: { feed: Feed; onShow: () => void }) {
  return (
    <div className="pointer-events-none sticky top-3 z-20 flex h-0 justify-center">
      <output aria-label="New events">
        {feed.waiting.length === 0 ? null : (
          <button
            type="button"
            onClick={onShow}
            className="pointer-events-auto mt-2 flex h-8 animate-[arrive_0.15s_ease-out] items-center gap-1.5 rounded-full bg-accent px-3.5 font-medium text-on-accent text-sm shadow-float hover:bg-accent-strong"
          >
            <UpIcon />
            {waitingWords(feed)}
          </button>
        )}
      </output>
    </div>
  );
}

type OlderProps = { feed: Feed; older: FeedReading["older"]; href: string };

function Older({ feed, older, href }: OlderProps) {
  const end = useRef<HTMLDivElement>(null);
  const { before } = feed;
  const byScrolling = feed.rows.length < scrolledRows && older.trouble === null;

  useEffect(() => {
    // Watched anew after each page: one that stays in sight is not told of again.
    if (before === null || !byScrolling || !end.current) return;
    const watcher = new IntersectionObserver(([seen]) => seen?.isIntersecting && older.ask(), {
      rootMargin: "400px",
    });
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [before, byScrolling, older.ask]);

  return (
    <div ref={end} className="mt-4 flex min-h-8 flex-col items-center gap-3">
      {older.trouble ? (
        <TroubleNotice trouble={older.trouble} onAgain={older.ask} className="w-full max-w-xl" />
      ) : null}
      {feed.before === null ? (
        <p className="text-dim text-sm">{feed.rows.length > 0 ? "That is all." : null}</p>
      ) : (
        <a
          href={href}
          className={buttonLook("plain")}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            older.ask();
          }}
        >
          {older.asking ? <WaitIcon /> : null}
          Older
        </a>
      )}
    </div>
  );
}
