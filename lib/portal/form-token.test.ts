/** The console's form opens once, for the session whose page it is on, while that page may be open. */

import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { formToken, spendFormToken } from "@/lib/portal/form-token";
import { startTestStore, type TestStore } from "@/lib/store/test-database";

const session = "a".repeat(43);
const outdated = { code: "page-outdated" };

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});

afterAll(async () => {
  await store.stop();
});

afterEach(() => void vi.useRealTimers());

test("a token opens once", async () => {
  const token = formToken(session);
  await spendFormToken(session, token);
  await expect(spendFormToken(session, token)).rejects.toMatchObject(outdated);
});

test("of many at once with the same token one is let in", async () => {
  const token = formToken(session);
  const ends = await Promise.allSettled(Array.from({ length: 10 }, () => spendFormToken(session, token)));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test.each(["=", "==", "!", " ", ".", "\n", "\u00e9"])(
  "a spent token does not open again with %j behind it",
  async (more) => {
    const token = formToken(session);
    await spendFormToken(session, token);
    await expect(spendFormToken(session, token + more)).rejects.toMatchObject(outdated);
  },
);

test("a spent token does not open again in the other alphabet of the same bytes", async () => {
  for (let tries = 0; tries < 200; tries++) {
    const token = formToken(session);
    const [random, expires, signature = ""] = token.split(".");
    const other = signature.replaceAll("-", "+").replaceAll("_", "/");
    if (other === signature) continue;
    await spendFormToken(session, token);
    const again = `${random}.${expires}.${other}`;
    await expect(spendFormToken(session, again)).rejects.toMatchObject(outdated);
    return;
  }
  throw new Error("No signature had a letter that both alphabets write differently.");
});

test("another session's token opens nothing, and is not spent by the attempt", async () => {
  const token = formToken(session);
  await expect(spendFormToken("b".repeat(43), token)).rejects.toMatchObject(outdated);
  await expect(spendFormToken(session, token)).resolves.toBeUndefined();
});

test("a token whose time was written anew opens nothing", async () => {
  const [random, expires, signature] = formToken(session).split(".");
  const later = `${random}.${Number(expires) + 1}.${signature}`;
  await expect(spendFormToken(session, later)).rejects.toMatchObject(outdated);
});

test("a token of yesterday's page opens nothing", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  const token = formToken(session);
  vi.setSystemTime(Date.now() + 12 * 3_600_000 + 1);
  await expect(spendFormToken(session, token)).rejects.toMatchObject(outdated);
});

test.each(["", ".", "..", "...", "a.b.c", "a.9999999999999.", `${"x".repeat(200)}.1.y`, "a.NaN.c"])(
  "%j opens nothing",
  async (token) => {
    await expect(spendFormToken(session, token)).rejects.toMatchObject(outdated);
  },
);
