/** The list of people, on each kind of store: everybody once, in the order of their names, found by what is typed and not by patterns. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { savePerson } from "./people";
import { hereOf, type PeopleCursor, type PeopleFilter, peoplePage } from "./people-list";
import { newSession } from "./person-for-tests";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const everybody: PeopleFilter = { text: null, blockedOnly: false };

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(() => store.stop());
  beforeEach(() => store.run("DELETE FROM person"));

  async function person(
    name: string | null,
    more: { email?: string; groups?: string[] } = {},
  ): Promise<string> {
    const { id } = await savePerson({
      issuer: "https://id.example.com",
      subject: randomUUID(),
      name,
      email: more.email ?? null,
      emailVerified: true,
      userName: null,
      groups: more.groups ?? null,
    });
    return id;
  }

  async function namesOf(filter: PeopleFilter, size = 2): Promise<(string | null)[]> {
    const names: (string | null)[] = [];
    let after: PeopleCursor | null = null;
    do {
      const page: Awaited<ReturnType<typeof peoplePage>> = await peoplePage(filter, after, size);
      expect(page.people.length).toBeLessThanOrEqual(size);
      names.push(...page.people.map(({ name, email }) => name ?? email));
      after = page.next;
    } while (after !== null);
    return names;
  }

  test("tells everybody once, page by page, in the order of their names; of one name too", async () => {
    for (const email of ["a@x", "b@x", "c@x"]) await person("Same", { email: `same-${email}` });
    for (const name of ["delta", "Alpha", "charlie"]) await person(name);
    await person(null, { email: "bravo@example.com" });
    expect(await namesOf(everybody)).toEqual([
      "Alpha",
      "bravo@example.com",
      "charlie",
      "delta",
      ...["Same", "Same", "Same"],
    ]);
  });

  test("finds by a part of a name or an address, as it is typed", async () => {
    await person("Ada Lovelace", { email: "ada@example.com" });
    await person("100% sure_\\");
    const found = (text: string) => namesOf({ ...everybody, text });
    expect(await found("LOVE")).toEqual(["Ada Lovelace"]);
    expect(await found("ada@")).toEqual(["Ada Lovelace"]);
    for (const text of ["100%", "e_\\", "_"]) expect(await found(text)).toEqual(["100% sure_\\"]);
    for (const text of ["%%", "A.a", "'; DROP TABLE person; --", "\0"]) expect(await found(text)).toEqual([]);
  });

  test("says what each has, and tells those who are blocked apart", async () => {
    const ada = await person("Ada", { groups: ["one", "two"] });
    await newSession(ada);
    await person("Eve");
    await store.query("UPDATE person SET blocked_at = now() WHERE name = 'Eve'");
    const { people } = await peoplePage(everybody, null, 10);
    expect(people).toMatchObject([
      { name: "Ada", sessions: 1, tokens: 0, groups: 2, blockedAt: null },
      { name: "Eve", sessions: 0, groups: null, blockedAt: expect.any(String) },
    ]);
    expect(await namesOf({ ...everybody, blockedOnly: true })).toEqual(["Eve"]);
    expect(await hereOf(ada)).toMatchObject({ sessions: [{}], sealedKeys: [], connections: [] });
  });
});
