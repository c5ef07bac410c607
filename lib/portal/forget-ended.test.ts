/** What has served is forgotten, and nothing else. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetEnded } from "@/lib/portal/forget-ended";
import { deviceClientById, keepDeviceClient } from "@/lib/store/device-clients";
import { beginDeviceSignIn, deviceSignIn } from "@/lib/store/device-sign-ins";
import { hashed } from "@/lib/store/hashed";
import { keepAccounts, keepRoles } from "@/lib/store/inventory";
import { changesOf } from "@/lib/store/inventory-changes";
import { newPerson, newSession } from "@/lib/store/person-for-tests";
import { sessionOf } from "@/lib/store/sessions";
import { spendToken } from "@/lib/store/spent-tokens";
import { startTestStore, type TestStore } from "@/lib/store/test-database";

const now = new Date();
const minute = 60_000;
const day = 24 * 60 * minute;
const at = (ms: number) => new Date(now.getTime() + ms);

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(async () => {
  await store.stop();
});

async function begin(sessionId: string, personId: string, expiresAt: Date): Promise<void> {
  await beginDeviceSignIn({
    sessionId,
    personId,
    instance: "main",
    deviceCode: "code",
    clientId: "client",
    userCode: "user-code",
    verificationUri: "https://device.sso.eu-west-1.amazonaws.com/",
    verificationUriComplete: "https://device.sso.eu-west-1.amazonaws.com/?user_code=user-code",
    intervalSeconds: 5,
    expiresAt,
  });
}

test("a session that is over goes with its sign-in, one that goes on stays with its own", async () => {
  const person = await newPerson();
  const [ended, goesOn] = [await newSession(person), await newSession(person)];
  await begin(ended, person, at(5 * minute));
  await begin(goesOn, person, at(5 * minute));
  await store.query("UPDATE session SET expires_at = $1 WHERE id_hash = $2", [at(-1), hashed(ended)]);
  await forgetEnded(now);
  expect(await sessionOf(ended)).toBeNull();
  expect(await deviceSignIn(ended, "main")).toBeNull();
  expect(await sessionOf(goesOn)).not.toBeNull();
  expect(await deviceSignIn(goesOn, "main")).not.toBeNull();
});

test("a sign-in that has expired is there for an hour, for whoever comes back to it", async () => {
  const person = await newPerson();
  const [late, tooLate] = [await newSession(person), await newSession(person)];
  await begin(late, person, at(-59 * minute));
  await begin(tooLate, person, at(-61 * minute));
  await forgetEnded(now);
  expect(await deviceSignIn(late, "main")).not.toBeNull();
  expect(await deviceSignIn(tooLate, "main")).toBeNull();
});

test("a registration goes when it has expired", async () => {
  const client = { instance: "main", clientSecret: "secret" };
  await keepDeviceClient({ ...client, clientId: "expired", expiresAt: at(-1) });
  await keepDeviceClient({ ...client, clientId: "living", expiresAt: at(minute) });
  await forgetEnded(now);
  expect(await deviceClientById("expired")).toBeNull();
  expect(await deviceClientById("living")).not.toBeNull();
});

test("a spent token is spent until it has expired", async () => {
  await spendToken("expired", at(-1));
  await spendToken("living", at(minute));
  await forgetEnded(now);
  expect(await spendToken("living", at(minute))).toBe(false);
  const [{ count } = { count: "" }] = await store.query<{ count: string }>(
    "SELECT count(*)::text AS count FROM spent_token",
  );
  expect(count).toBe("1");
});

test("a change is told for thirty days", async () => {
  const person = await newPerson();
  await keepAccounts(person, "main", [{ accountId: "000000000001", name: null, email: null }]);
  await keepRoles(person, "main", "000000000001", []);
  await keepRoles(person, "main", "000000000001", ["Old", "New"]);
  await store.query("UPDATE inventory_change SET at = $1 WHERE role = 'Old'", [at(-30 * day - minute)]);
  await store.query("UPDATE inventory_change SET at = $1 WHERE role = 'New'", [at(-30 * day + minute)]);
  await forgetEnded(now);
  const changes = await changesOf(person, { since: new Date(0), limit: 10 });
  expect(changes.map(({ role }) => role)).toEqual(["New"]);
});
