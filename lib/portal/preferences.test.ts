import { afterAll, beforeAll, expect, test } from "vitest";
import { noPreferences, type Preferences } from "@/lib/core/preferences";
import { startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { keepPreferences } from "@/lib/portal/preferences";
import { preferencesOf } from "@/lib/store/preferences";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
  await portal.reset();
});

afterAll(async () => {
  await portal.stop();
});

const grant = (role: string) => ({ instance: "main", accountId: "004299117730", role });
const account = { instance: "main", accountId: "004299117730" };

test("preferences are kept as they are, in their order, and each thing once", async () => {
  const { person } = await portal.signIn("engineer");
  const wanted: Preferences = {
    favourites: [grant("B"), grant("A"), grant("B")],
    hidden: [account, account],
    groupBy: "label",
  };
  await keepPreferences(person, wanted);
  expect(await preferencesOf(person.id)).toEqual({
    favourites: [grant("B"), grant("A")],
    hidden: [account],
    groupBy: "label",
  });
});

test("preferences are the person's alone", async () => {
  const [mine, theirs] = [await portal.signIn("engineer"), await portal.signIn("administrator")];
  await keepPreferences(mine.person, { ...noPreferences, favourites: [grant("A")] });
  await keepPreferences(theirs.person, noPreferences);
  expect((await preferencesOf(mine.person.id))?.favourites).toEqual([grant("A")]);
});
