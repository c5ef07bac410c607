import { expect, test } from "vitest";
import type { AccessEntry, InstanceState } from "./access-state";
import { keysWanted, wantedByInstance } from "./wanted-accounts";

const now = Date.parse("2026-11-21T12:00:00.000Z");

function entry(number: number, rolesAt: string | null, instance = "main"): AccessEntry {
  const accountId = String(number).padStart(12, "0");
  return {
    key: `${instance}/${accountId}`,
    instance,
    account: { accountId, name: null, email: null, look: null, path: null, tags: null },
    roles: rolesAt === null ? null : ["Admin"],
    rolesAt,
    problem: null,
    groups: null,
  };
}

const works: InstanceState = {
  accountsAt: null,
  whole: true,
  heard: true,
  named: new Set(),
  answered: 0,
  due: 0,
  problem: null,
  failed: false,
};

function known(...entries: AccessEntry[]) {
  return {
    entries: new Map(entries.map((one) => [one.key, one])),
    instances: new Map([["main", works]]),
  };
}

const keysOf = (list: readonly AccessEntry[]) => list.map(({ key }) => key);
const unread = entry(1, null);
const old = entry(2, "2026-11-21T11:54:00.000Z");
const fresh = entry(3, "2026-11-21T11:56:00.000Z");

test("accounts on screen are asked for where their roles are missing or old", () => {
  const visible = keysOf([unread, old, fresh]);
  expect(keysWanted(known(unread, old, fresh), { visible, found: [] }, new Map(), now)).toEqual(
    keysOf([unread, old]),
  );
});

test("roles that AWS has not confirmed are asked for", () => {
  const seeded = { ...unread, roles: ["Admin"] };
  expect(keysWanted(known(seeded), { visible: [seeded.key], found: [] }, new Map(), now)).toEqual([
    seeded.key,
  ]);
});

test("what was asked for a moment ago is not asked for again, and after five minutes it is", () => {
  const looked = { visible: [unread.key], found: [] };
  const asked = (ago: number) => new Map([[unread.key, now - ago]]);
  expect(keysWanted(known(unread), looked, asked(60_000), now)).toEqual([]);
  expect(keysWanted(known(unread), looked, asked(300_000), now)).toEqual([unread.key]);
});

test("what a search found is asked for after what is on screen, and not without end", () => {
  const many = Array.from({ length: 80 }, (_, number) => entry(number + 10, null));
  const wanted = keysWanted(
    known(unread, ...many),
    { visible: [unread.key], found: keysOf(many) },
    new Map(),
    now,
  );
  expect([wanted[0], wanted.length]).toEqual([unread.key, 51]);
  const screen = Array.from({ length: 300 }, (_, number) => entry(number + 10, null));
  expect(keysWanted(known(...screen), { visible: keysOf(screen), found: [] }, new Map(), now).length).toBe(
    200,
  );
});

test("an instance that is down is not asked, nor is an account that is gone", () => {
  const down = {
    ...known(unread),
    instances: new Map([["main", { ...works, problem: "aws-unavailable" as const }]]),
  };
  expect(keysWanted(down, { visible: [unread.key], found: [] }, new Map(), now)).toEqual([]);
  expect(keysWanted(known(), { visible: [unread.key], found: [] }, new Map(), now)).toEqual([]);
});

test("each instance gets a request of its own", () => {
  const theirs = entry(1, null, "partners");
  const { entries } = known(unread, theirs, old);
  expect(wantedByInstance(entries, [...keysOf([unread, theirs, old]), "main/gone"])).toEqual([
    { instance: "main", accountIds: ["000000000001", "000000000002"], again: false },
    { instance: "partners", accountIds: ["000000000001"], again: false },
  ]);
});
