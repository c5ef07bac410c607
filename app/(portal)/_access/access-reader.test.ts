import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AccessLine } from "@/lib/core/access";
import { type AccessReader, createAccessReader } from "./access-reader";
import type { AccessEntry, AccessNews } from "./access-state";
import type { Wanted } from "./wanted-accounts";

/** A door that answers as it is told: each opening waits for the test to write to it. */
function portal() {
  const openings: { since: string | null; say(...lines: AccessLine[]): void; close(): void; cut(): void }[] =
    [];
  const wanted: Wanted[] = [];
  const refusals: Response[] = [];
  const waits: number[] = [];
  return {
    openings,
    wanted,
    /** How long the next who want something have to wait. */
    waits,
    refuse: (status: number, code: string) =>
      refusals.push(new Response(JSON.stringify({ code }), { status })),
    last: () => {
      const last = openings.at(-1);
      if (!last) throw new Error("Nobody has asked.");
      return last;
    },
    doors: {
      open: async (since: string | null, signal: AbortSignal) => {
        const refusal = refusals.shift();
        if (refusal) return refusal;
        let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
        const body = new ReadableStream<Uint8Array>({
          start: (mine) => {
            controller = mine;
          },
        });
        signal.addEventListener("abort", () => controller?.error(signal.reason));
        openings.push({
          since,
          say: (...lines) =>
            controller?.enqueue(
              new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
            ),
          close: () => controller?.close(),
          cut: () => controller?.error(new TypeError("network error")),
        });
        return new Response(body);
      },
      want: async (one: Wanted) => {
        wanted.push(one);
        return waits.shift() ?? 0;
      },
    },
  };
}

const end: AccessLine = { kind: "end", at: "2026-11-21T04:00:00.000Z" };
const roles: AccessLine = {
  kind: "roles",
  instance: "main",
  accountId: "000000000001",
  roles: ["Admin"],
  groups: null,
  at: "2026-11-21T04:00:00.000Z",
};
const entry: AccessEntry = {
  key: "main/000000000001",
  instance: "main",
  account: { accountId: "000000000001", name: null, email: null, look: null, path: null, tags: null },
  roles: null,
  rolesAt: null,
  problem: null,
  groups: null,
};
const wantedOne: Wanted = { instance: "main", accountIds: ["000000000001"], again: false };

let door: ReturnType<typeof portal>;
let news: AccessNews[];
let backs: number;
let reader: AccessReader;

beforeEach(() => {
  vi.useFakeTimers();
  [door, news, backs] = [portal(), [], 0];
  reader = createAccessReader(
    door.doors,
    (one) => news.push(one),
    () => {
      backs += 1;
    },
  );
});

afterEach(() => {
  reader.stop();
  vi.useRealTimers();
});

/** Lets everything happen that needs no time to pass, or so many milliseconds of it. */
const passed = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const kinds = () => news.map(({ kind }) => kind);

test("one reading is open at a time, and the next one asks for what changed since", async () => {
  reader.read();
  reader.read();
  await passed();
  expect(door.openings.map(({ since }) => since)).toEqual([null]);
  door.last().say(end);
  door.last().close();
  await passed();
  expect(kinds()).toEqual(["begun", "lines"]);
  reader.read();
  await passed();
  expect(door.last().since).toBe(end.at);
});

test("answers of a moment are told together", async () => {
  reader.read();
  await passed();
  for (let count = 0; count < 5; count += 1) {
    door.last().say(roles);
    await passed();
  }
  expect(kinds()).toEqual(["begun"]);
  await passed(200);
  expect(news.at(-1)).toEqual({ kind: "lines", lines: [roles, roles, roles, roles, roles] });
});

test("a connection that is cut is opened again by itself, less and less often, and its return is told", async () => {
  reader.read();
  await passed();
  door.last().say(roles);
  door.last().cut();
  await passed();
  expect(news.at(-1)).toMatchObject({ kind: "lost", trouble: { title: "Connection lost" } });
  await passed(1300);
  expect(door.openings.length).toBe(2);
  door.last().cut();
  await passed(1500);
  expect(door.openings.length).toBe(2);
  await passed(1000);
  expect([door.openings.length, backs]).toEqual([3, 0]);
  door.last().say(end);
  await passed();
  expect(backs).toBe(1);
});

test("an answer that stops without its end is not taken for whole", async () => {
  reader.read();
  await passed();
  door.last().say(roles);
  door.last().close();
  await passed();
  expect([kinds().at(-1), reader.endedAt()]).toEqual(["lost", null]);
});

test("a connection on which nothing comes is given up", async () => {
  reader.read();
  await passed(59_000);
  expect(kinds()).toEqual(["begun"]);
  await passed(1500);
  expect(kinds().at(-1)).toBe("lost");
});

test("a portal that restarts is waited for; one that refuses is not asked again", async () => {
  door.refuse(503, "stopping");
  door.refuse(401, "session-ended");
  reader.read();
  await passed();
  expect(news.at(-1)).toMatchObject({ kind: "lost", trouble: { code: "stopping" } });
  await passed(1300);
  expect(news.at(-1)).toMatchObject({ kind: "refused", trouble: { code: "session-ended" } });
  await passed(120_000);
  expect(door.openings.length).toBe(0);
});

test("whoever wants an account finds a reading open, and one that ended too early is followed by another", async () => {
  reader.read();
  await passed();
  await reader.want([wantedOne]);
  expect([door.wanted, door.openings.length]).toEqual([[wantedOne], 1]);
  door.last().say(end);
  door.last().close();
  await passed();
  expect(door.openings.length).toBe(2);
  door.last().say(end);
  door.last().close();
  await passed();
  expect(door.openings.length).toBe(2);
});

test("whoever asks for everything too soon hears how long to wait, unless something of it will be read", async () => {
  const everything = ["main", "partners"].map((instance) => ({ instance, accountIds: [], again: true }));
  door.waits.push(40_000, 20_000);
  expect(await reader.want(everything)).toBe(20_000);
  door.waits.push(40_000, 0);
  expect(await reader.want(everything)).toBe(0);
  expect(await reader.want([])).toBe(0);
});

test("an account asked for again is waited for until it is answered", async () => {
  let done = false;
  const again = reader.accountAgain(entry).then(() => {
    done = true;
  });
  await passed();
  expect(door.wanted).toEqual([{ ...wantedOne, again: true }]);
  door.last().say(end);
  await passed();
  expect(done).toBe(false);
  door.last().say(roles);
  await passed(200);
  await again;
  expect(done).toBe(true);
});

test("an account asked for again may be answered by another tab's reading", async () => {
  const kept: AccessLine = {
    kind: "kept",
    instance: "main",
    accounts: [{ ...entry.account, roles: ["Admin"], rolesAt: end.at, problem: null, groups: null }],
    accountsAt: null,
    whole: false,
  };
  let done = false;
  const again = reader.accountAgain(entry).then(() => {
    done = true;
  });
  await passed();
  door.last().say(kept);
  await passed();
  expect(done).toBe(false);
  door.last().say(kept);
  await again;
  expect(done).toBe(true);
});

test("nobody waits for ever: a refusal lets go of an account asked for", async () => {
  door.refuse(401, "session-ended");
  const again = reader.accountAgain(entry);
  await passed();
  await again;
  expect(kinds()).toEqual(["begun", "refused"]);
});

test("after its end nothing is told and nothing is opened", async () => {
  reader.read();
  await passed();
  reader.stop();
  await passed(60_000);
  expect([kinds(), door.openings.length]).toEqual([["begun"], 1]);
});
