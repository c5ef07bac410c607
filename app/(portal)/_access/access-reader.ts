/** Keeps the page's list read: opens a reading when one is worth it, and again by itself when the connection breaks. */

import type { AccessLine } from "@/lib/core/access";
import type { AccessEntry, AccessNews } from "./access-state";
import { expectations } from "./expectations";
import { readAccess } from "./read-access";
import { entryKey } from "./take-lines";
import type { Wanted } from "./wanted-accounts";

const retriesMs = [1000, 2000, 5000, 10_000, 20_000, 30_000];

export type AccessDoors = {
  /** `since`: when the last whole reading ended, by the server's clock; then only what changed comes. */
  open: (since: string | null, signal: AbortSignal) => Promise<Response>;
  /** Answers how long until everything may be asked for again; 0 where what is wanted will be read. Milliseconds. */
  want: (wanted: Wanted) => Promise<number>;
};

export type AccessReader = {
  /** Opens a reading, unless one is open. */
  read(): void;
  /**
   * Asks for accounts to be read before others, or for everything where none is named, and sees to it that somebody listens. Answers
   * how long until any of it may be asked for again, where all of it was too soon; else 0. Milliseconds.
   */
  want(wanted: readonly Wanted[]): Promise<number>;
  /** One account once more. Resolves when it was answered, or when nobody will answer. */
  accountAgain(entry: AccessEntry): Promise<void>;
  /** When the last reading ended, on this machine's clock; null: none did yet. */
  endedAt(): number | null;
  stop(): void;
};

/** With a little chance, so that everybody does not come back in the same moment after a restart. */
function retryMs(tries: number): number {
  const wait = retriesMs[Math.min(tries, retriesMs.length - 1)] ?? 0;
  return wait * (0.8 + 0.4 * Math.random());
}

/** `onBack`: the connection is there again after it was lost. */
export function createAccessReader(
  doors: AccessDoors,
  tell: (news: AccessNews) => void,
  onBack: () => void = () => {},
): AccessReader {
  const expected = expectations();
  let reading: AbortController | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let since: string | null = null;
  let endedAt: number | null = null;
  /** What the open reading may have come too early for. */
  let late: "nothing" | "some" | "everything" = "nothing";

  function take(lines: readonly AccessLine[]): void {
    for (const line of lines) {
      expected.hear(line);
      if (line.kind === "end") since = line.at;
    }
    if (tries > 0) onBack();
    tries = 0;
    tell({ kind: "lines", lines });
  }

  function read(): void {
    if (reading) return;
    clearTimeout(retry);
    const mine = new AbortController();
    reading = mine;
    late = "nothing";
    expected.begin();
    tell({ kind: "begun", now: Date.now() });
    readAccess((signal) => doors.open(since, signal), take, mine.signal).then(
      (end) => {
        if (mine.signal.aborted) return;
        reading = null;
        if (end.kind === "ended") whole();
        else if (end.kind === "lost") later(end.trouble);
        else {
          expected.settleAll();
          tell(end);
        }
      },
      () => {},
    );
  }

  function whole(): void {
    endedAt = Date.now();
    if (late === "everything" || (late === "some" && !expected.isEmpty())) read();
    else expected.settleAll();
  }

  function later(trouble: Extract<AccessNews, { kind: "lost" }>["trouble"]): void {
    const wait = retryMs(tries);
    tries += 1;
    retry = setTimeout(read, wait);
    tell({ kind: "lost", trouble, retryAt: Date.now() + wait });
  }

  async function want(wanted: readonly Wanted[]): Promise<number> {
    for (const { instance, accountIds } of wanted) {
      for (const accountId of accountIds) expected.expect(entryKey(instance, accountId));
    }
    const waits = await Promise.all(wanted.map(doors.want));
    if (wanted.some(({ accountIds }) => accountIds.length === 0)) late = "everything";
    else if (late === "nothing") late = "some";
    read();
    return waits.length > 0 ? Math.min(...waits) : 0;
  }

  return {
    read,
    want,
    accountAgain: ({ key, instance, account }) =>
      new Promise((done) => {
        expected.expect(key, done);
        want([{ instance, accountIds: [account.accountId], again: true }]).catch(() => done());
      }),
    endedAt: () => endedAt,
    stop: () => {
      clearTimeout(retry);
      reading?.abort();
      reading = null;
      expected.settleAll();
    },
  };
}
