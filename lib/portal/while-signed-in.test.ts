/** A stream ends with its session, whoever else reads. */

import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { whileSignedIn } from "@/lib/portal/while-signed-in";
import { savePerson } from "@/lib/store/people";
import { createSession, deleteSession } from "@/lib/store/sessions";
import { startTestStore, type TestStore } from "@/lib/store/test-database";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});

afterAll(async () => {
  await store.stop();
});

async function session(id: string, lastsMs = 3_600_000): Promise<string> {
  const { id: personId } = await savePerson({
    issuer: "https://id.example.com",
    subject: id,
    name: null,
    email: null,
    emailVerified: false,
    userName: null,
    groups: null,
  });
  await createSession({ id, personId, expiresAt: new Date(Date.now() + lastsMs) });
  return id;
}

/** A stream of one who goes on reading until it ends. */
function reading(sessionId: string) {
  const leaving = new AbortController();
  let isEnded = false;
  async function* lines(signal: AbortSignal) {
    yield 1;
    if (!signal.aborted) await once(signal, "abort");
  }
  async function read() {
    for await (const _ of whileSignedIn(sessionId, leaving.signal, lines));
    isEnded = true;
  }
  return { ended: read(), isEnded: () => isEnded, leave: () => leaving.abort() };
}

test("of several who read, those end whose session is over: signed out, or out of time; in all their tabs", async () => {
  const stays = reading(await session("stays"));
  const out = [reading(await session("signs out")), reading("signs out")];
  const late = reading(await session("is out of time", 500));
  await deleteSession("signs out");
  await Promise.all([...out.map(({ ended }) => ended), late.ended]);
  expect(stays.isEnded()).toBe(false);
  stays.leave();
  await stays.ended;
});

test("a stream that begins when all others have ended is looked after, too", async () => {
  const before = reading(await session("before"));
  before.leave();
  await before.ended;
  const after = reading(await session("after"));
  await deleteSession("after");
  await after.ended;
});
