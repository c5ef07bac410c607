/** The verification, over records in memory: an untouched one passes, ten thousand tampered ones do not, and the record is named. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordFault } from "@/lib/core/record-fault";
import { faultSentence } from "@/lib/core/record-fault";
import {
  anchorOf,
  eventAfter,
  inOrder,
  newSigner,
  newWorld,
  signed,
  statementOn,
  type World,
} from "./record-for-tests";
import { parsedText } from "./record-statement";
import { type RecordItem, type VerifyOptions, verifyRecord } from "./verify-record";

const signer = newSigner();
const stranger = newSigner();

/** All is signed, and the last statement is anchored: what comes after the last anchor is told apart below. */
const worlds = [
  newWorld(signer, { size: 20, places: [1, 6, 13, 20] }),
  newWorld(signer, { size: 24, places: [8, 16, 24] }),
  newWorld(signer, { size: 26, places: [5, 12, 19, 26], removed: 12 }),
  newWorld(signer, { size: 22, places: [7, 15, 22], removed: 9 }),
];

async function verdictOf(world: World, options: Partial<VerifyOptions> = {}, items = inOrder(world)) {
  return await verifyRecord([items], { extent: "whole", trusted: world.trusted, ...options });
}

/** Which events or statements a fault is about. */
type About = { events?: readonly [number, number]; statements?: readonly [number, number] };

function names(fault: RecordFault, { events, statements }: About): boolean {
  const overlaps = (from: number, to: number, [first, last]: readonly [number, number]) =>
    from <= last && to >= first;
  if (events && "seq" in fault && "to" in fault && fault.kind !== "anchor-ahead") {
    return overlaps(fault.seq, fault.to, events);
  }
  if (statements && "number" in fault) return overlaps(fault.number, fault.to, statements);
  return false;
}

type Tampered = { world: World; about: About };
type Tampering = (world: World, pick: (below: number) => number) => Tampered;

function copyOf({ events, statements, trusted }: World): World {
  return {
    events: events.map((event) => ({ ...event })),
    statements: statements.map((it) => ({ ...it })),
    trusted,
  };
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`nothing at ${index}`);
  return found;
}

const flipped = (hex: string, index: number) =>
  `${hex.slice(0, index)}${hex[index] === "0" ? "1" : "0"}${hex.slice(index + 1)}`;

function editing(change: (world: World, index: number, pick: (below: number) => number) => void): Tampering {
  return (original, pick) => {
    const world = copyOf(original);
    const index = pick(world.events.length);
    const { seq } = at(world.events, index);
    change(world, index, pick);
    return { world, about: { events: [seq, seq] } };
  };
}

/** Each event from there on gets the hash that it should have, as whoever has no key can do. */
function restamp(world: World, from: number): void {
  for (let index = from; index < world.events.length; index += 1) {
    const { seq, text, at: time } = at(world.events, index);
    const before = index > 0 ? at(world.events, index - 1) : undefined;
    const previous = before ?? { seq: seq - 1, hash: at(world.events, index).previous };
    world.events[index] = eventAfter({ ...previous, seq: seq - 1 }, { text, at: time });
  }
}

const tamperings: Record<string, Tampering> = {
  "an edit of the text": editing(({ events }, index, pick) => {
    const event = at(events, index);
    const place = pick(event.text.length);
    event.text = `${event.text.slice(0, place)}~${event.text.slice(place + 1)}`;
  }),
  "an edit of the hash": editing(({ events }, index, pick) => {
    at(events, index).hash = flipped(at(events, index).hash, pick(64));
  }),
  "an edit of the previous hash": editing(({ events }, index, pick) => {
    at(events, index).previous = flipped(at(events, index).previous, pick(64));
  }),
  "an edit of the time": editing(({ events }, index, pick) => {
    at(events, index).at += (pick(2) * 2 - 1) * (1 + pick(5_000));
  }),
  "an edit of the version": editing(({ events }, index, pick) => {
    at(events, index).version = 2 + pick(300);
  }),
  "an edit of a column": editing(({ events }, index) => {
    at(events, index).agrees = false;
  }),
  "an edit that was given its own hash": editing(({ events }, index) => {
    const event = at(events, index);
    events[index] = eventAfter({ seq: event.seq - 1, hash: event.previous }, { text: "{}", at: event.at });
  }),
  "a deletion": editing(({ events }, index) => {
    events.splice(index, 1);
  }),
  "a swap": (original, pick) => {
    const world = copyOf(original);
    const [one, other] = [pick(world.events.length), pick(world.events.length - 1)];
    const [first, second] = [at(world.events, one), at(world.events, other >= one ? other + 1 : other)];
    const { seq } = first;
    first.seq = second.seq;
    second.seq = seq;
    return { world, about: { events: [first.seq, first.seq] } };
  },
  "an insertion": (original, pick) => {
    const world = copyOf(original);
    const before = at(world.events, pick(world.events.length));
    const added = eventAfter(before, { text: '{"kind":"forged"}', at: before.at });
    if (pick(2) === 0) {
      // The rest makes room for it.
      for (const event of world.events) if (event.seq > before.seq) event.seq += 1;
    }
    world.events.push(added);
    const last = Math.max(...world.events.map(({ seq }) => seq));
    // At the very end it is what the portal itself could have written, but for the next test.
    if (added.seq === last) added.hash = flipped(added.hash, 3);
    return { world, about: { events: [added.seq - 1, added.seq + 1] } };
  },
  "a tail that was cut off": (original, pick) => {
    const world = copyOf(original);
    const left = pick(world.events.length);
    const { seq } = at(world.events, left);
    world.events.splice(left);
    return { world, about: { events: [seq, seq] } };
  },
  "a tail that was cut off with its statements": (original, pick) => {
    const world = copyOf(original);
    world.events.splice(pick(world.events.length));
    const end = world.events.at(-1)?.seq ?? 0;
    const gone = world.statements.filter((it) => it.kind === "checkpoint" && it.seq > end);
    const first = Math.min(...gone.map(({ number }) => number));
    const last = Math.max(...world.statements.map(({ number }) => number));
    world.statements = world.statements.filter(({ number }) => number < first);
    return { world, about: { statements: [first, last] } };
  },
  "a chain restamped without the key": (original, pick) => {
    const world = copyOf(original);
    const index = pick(world.events.length);
    const event = at(world.events, index);
    event.text = event.text.replace("person", "nobody");
    restamp(world, index);
    return { world, about: { events: [event.seq, event.seq] } };
  },
  "a deletion, closed and restamped": (original, pick) => {
    const world = copyOf(original);
    const index = pick(world.events.length);
    const { seq } = at(world.events, index);
    world.events.splice(index, 1);
    for (const event of world.events) if (event.seq > seq) event.seq -= 1;
    restamp(world, index);
    return { world, about: { events: [seq, Number.POSITIVE_INFINITY] } };
  },
};

function onStatement(
  change: (world: World, index: number, pick: (below: number) => number) => void,
): Tampering {
  return (original, pick) => {
    const world = copyOf(original);
    const index = pick(world.statements.length);
    const { number } = at(world.statements, index);
    change(world, index, pick);
    return { world, about: { statements: [number, number] } };
  };
}

const saidBy = (world: World, index: number) => {
  const said = parsedText(at(world.statements, index).text);
  if (!said) throw new Error("no statement");
  return said;
};

Object.assign(tamperings, {
  "a statement replaced by one of another key": onStatement((world, index) => {
    world.statements[index] = signed(saidBy(world, index), stranger);
  }),
  "a statement under our key's name, signed with another": onStatement((world, index) => {
    const { keyId, ...said } = saidBy(world, index);
    world.statements[index] = signed(said, { ...stranger, id: keyId });
  }),
  "an edit of a statement's text": onStatement((world, index, pick) => {
    const statement = at(world.statements, index);
    const place = pick(statement.text.length);
    statement.text = `${statement.text.slice(0, place)}~${statement.text.slice(place + 1)}`;
  }),
  "an edit of a signature": onStatement((world, index, pick) => {
    const statement = at(world.statements, index);
    const bytes = Buffer.from(statement.signature, "base64");
    const place = pick(64);
    bytes[place] = (bytes[place] ?? 0) ^ (1 + pick(255));
    statement.signature = bytes.toString("base64");
  }),
  "an edit of a statement's time": onStatement((world, index) => {
    at(world.statements, index).at = "2020-01-01T00:00:00.000Z";
  }),
  "a statement that stands for another": onStatement((world, index, pick) => {
    const others = world.statements.filter((_, place) => place !== index);
    const { number } = at(world.statements, index);
    world.statements[index] = { ...at(others, pick(others.length)), number };
  }),
  "a statement deleted": onStatement(({ statements }, index) => {
    statements.splice(index, 1);
  }),
} satisfies Record<string, Tampering>);

/** A number below another, from a list of random ones. */
function picker(numbers: readonly number[]): (below: number) => number {
  let next = 0;
  return (below) => Math.floor(((numbers[next++ % numbers.length] ?? 0) / 2 ** 32) * below);
}

test.each(worlds.map((world, index) => [index, world] as const))(
  "an untouched record passes (%i)",
  async (_, world) => {
    const last = world.statements.at(-1);
    const verdict = await verdictOf(world, { anchors: world.statements.map(anchorOf) });
    expect(verdict).toMatchObject({
      faults: [],
      events: world.events.length,
      statements: world.statements.length,
      head: { seq: world.events.at(-1)?.seq, hash: world.events.at(-1)?.hash },
      signed: { number: last?.number, seq: last?.seq },
      vouched: world.events.length,
      place: { seq: last?.seq, number: last?.number },
    });
  },
);

const all = Object.entries(tamperings);
const rounds = 10_000;

test(`of ${rounds} random tamperings every one is found, and the record named`, {
  timeout: 600_000,
}, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.nat(all.length - 1),
      fc.nat(worlds.length - 1),
      fc.array(fc.nat(2 ** 32 - 1), { minLength: 6, maxLength: 6 }),
      async (which, where, numbers) => {
        const [name, tamper] = at(all, which);
        const original = at(worlds, where);
        const { world, about } = tamper(original, picker(numbers));
        const last = at(original.statements, original.statements.length - 1);
        const { faults } = await verdictOf(world, { anchors: [anchorOf(last)] });
        seen.add(name);
        if (faults.length === 0) throw new Error(`not found: ${name}`);
        if (!faults.some((fault) => names(fault, about))) {
          throw new Error(`${name} of ${JSON.stringify(about)} is told as ${JSON.stringify(faults)}`);
        }
        for (const fault of faults) expect(faultSentence(fault)).toMatch(/^[A-Z].*\d.*\.$/);
      },
    ),
    { numRuns: rounds },
  );
  expect([...seen].sort()).toEqual(all.map(([name]) => name).sort());
});

describe("the verdict says what is wrong", () => {
  const world = newWorld(signer, { size: 12, places: [4, 8, 12] });
  const faultsOf = async (change: (copy: World) => void, options: Partial<VerifyOptions> = {}) => {
    const copy = copyOf(world);
    change(copy);
    return (await verdictOf(copy, options)).faults;
  };

  test("of neighbours together, of others each", async () => {
    const faults = await faultsOf(({ events }) => {
      for (const index of [1, 2, 3, 9]) at(events, index).text += " ";
    });
    expect(faults).toEqual([
      { kind: "changed", seq: 2, to: 4 },
      { kind: "changed", seq: 10, to: 10 },
    ]);
  });

  test("of so many, the first hundred; all are counted", async () => {
    const large = newWorld(signer, { size: 500, places: [500] });
    for (const [index, event] of large.events.entries()) if (index % 2 === 0) event.text += " ";
    const { faults, faultCount } = await verdictOf(large);
    expect(faults).toHaveLength(100);
    expect(faultCount).toBe(250);
  });

  test("rows beyond the signed end that follow are new events, and others are not", async () => {
    const grown = copyOf(world);
    grown.events.push(eventAfter(grown.events.at(-1), { text: "{}", at: 4e12 }));
    expect(await verdictOf(grown)).toMatchObject({
      faults: [],
      events: 13,
      vouched: 12,
      signed: { seq: 12 },
    });
    const faults = await faultsOf(({ events }) => {
      events.push(eventAfter({ seq: 12, hash: "ab".repeat(32) }, { text: "{}", at: 4e12 }));
    });
    expect(faults).toEqual([{ kind: "unlinked", seq: 12, to: 13 }]);
  });

  test("a second row with a number that is taken is named", async () => {
    const faults = await faultsOf(({ events }) => events.push({ ...at(events, 6) }));
    expect(faults).toEqual([{ kind: "twice", seq: 7, to: 7 }]);
  });

  test("a row before the first is named", async () => {
    const faults = await faultsOf(({ events }) => events.push({ ...at(events, 6), seq: 0 }));
    expect(faults).toEqual([{ kind: "changed", seq: 0, to: 0 }]);
  });

  test("a truncated record is told by its statements, and how far it went", async () => {
    const faults = await faultsOf(({ events }) => events.splice(9));
    expect(faults).toEqual([{ kind: "cut-off", seq: 10, to: 12, number: 3 }]);
  });

  test("a record without any event is told as cut off, too", async () => {
    expect(await faultsOf((copy) => copy.events.splice(0))).toEqual([
      { kind: "cut-off", seq: 1, to: 12, number: 3 },
    ]);
  });

  test("restamped from within, the first stretch that was signed otherwise is named, and all after it", async () => {
    const faults = await faultsOf((copy) => {
      at(copy.events, 5).text = "{}";
      restamp(copy, 5);
    });
    expect(faults).toEqual([{ kind: "not-as-signed", seq: 5, to: 12, number: 2 }]);
  });

  test("what the end was cut back to, statements and all, an anchor tells; without one nobody can", async () => {
    const cut = (copy: World) => {
      copy.events.splice(8);
      copy.statements.splice(2);
    };
    expect(await faultsOf(cut)).toEqual([]);
    expect(await faultsOf(cut, { anchors: world.statements.map(anchorOf) })).toEqual([
      { kind: "anchor-ahead", number: 3, to: 3, seq: 12 },
    ]);
  });

  test("an anchor that holds another statement than the record is told", async () => {
    const anchors = world.statements
      .map(anchorOf)
      .map((it) => (it.number === 2 ? { ...it, digest: "00" } : it));
    expect(await faultsOf(() => {}, { anchors })).toEqual([{ kind: "anchor-differs", number: 2, to: 2 }]);
  });

  test("a key that nobody here knows is named", async () => {
    expect((await verdictOf({ ...world, trusted: stranger.trusted })).faults).toEqual([
      { kind: "statement-unknown-key", number: 1, to: 3, keyId: signer.id },
    ]);
  });

  test("events of a removed month that somebody put back are not believed unless they are what was removed", async () => {
    const before = newWorld(signer, { size: 26, places: [5, 12, 19, 26] });
    const [kept] = worlds.slice(2);
    if (!kept) throw new Error("no world");
    const back = { ...kept, events: [...before.events.slice(0, 12), ...kept.events] };
    expect((await verdictOf(back)).faults).toEqual([]);
    const forged = copyOf(kept);
    forged.events.unshift({ ...at(before.events, 3), text: "{}" });
    expect((await verdictOf(forged)).faults).toContainEqual({ kind: "missing", seq: 1, to: 3 });
    expect((await verdictOf(forged)).faults).toContainEqual({ kind: "changed", seq: 4, to: 4 });
  });
});

describe("going on from an earlier verification", () => {
  const world = newWorld(signer, { size: 20, places: [5, 10, 15, 20] });
  const upTo = (seq: number): World => ({
    ...world,
    events: world.events.filter((it) => it.seq <= seq),
    statements: world.statements.filter((it) => it.seq <= seq),
  });
  const goOn = async (change: (copy: World) => void = () => {}) => {
    const { place: remembered } = await verdictOf(upTo(12));
    if (!remembered) throw new Error("no place");
    const copy = copyOf(world);
    change(copy);
    const since = {
      ...copy,
      events: copy.events.filter((it) => it.seq >= remembered.seq),
      statements: copy.statements.filter((it) => it.number > remembered.number),
    };
    return await verdictOf(since, { remembered, isContinued: true });
  };

  test("reads the event there and what came since", async () => {
    expect(await goOn()).toMatchObject({
      faults: [],
      events: 11,
      statements: 2,
      place: { seq: 20, number: 4 },
    });
  });

  test.each<[string, (copy: World) => void, RecordFault]>([
    [
      "is replaced",
      ({ events }) => void Object.assign(at(events, 9), { hash: "ab".repeat(32) }),
      { kind: "changed", seq: 10, to: 10 },
    ],
    ["is gone", ({ events }) => void events.splice(9, 1), { kind: "missing", seq: 10, to: 10 }],
    [
      "is the last of them, and gone",
      (copy) => {
        copy.events.splice(9);
        copy.statements.splice(2);
      },
      { kind: "cut-off", seq: 10, to: 10, number: 2 },
    ],
    [
      "is restamped with all before it",
      (copy) => {
        at(copy.events, 3).text = "{}";
        restamp(copy, 3);
      },
      { kind: "not-as-verified", seq: 10, to: 10 },
    ],
  ])("an event there that %s is found", async (_, change, fault) => {
    expect((await goOn(change)).faults).toContainEqual(fault);
  });

  test("all of it again must agree with what was found before", async () => {
    const { place } = await verdictOf(upTo(12));
    const rewritten = newWorld(signer, { size: 20, places: [5, 10, 15, 20] });
    at(rewritten.events, 3).text = "{}";
    restamp(rewritten, 3);
    rewritten.statements = [];
    for (const seq of [5, 10, 15, 20]) {
      rewritten.statements.push(statementOn(rewritten, seq - 4, seq, signer, { kind: "checkpoint" }));
    }
    expect((await verdictOf(rewritten)).faults).toEqual([]);
    expect((await verdictOf(rewritten, { remembered: place })).faults).toEqual([
      { kind: "not-as-verified", seq: 10, to: 10 },
      { kind: "statement-not-as-verified", number: 2, to: 2 },
    ]);
    expect((await verdictOf(upTo(7), { remembered: place })).faults).toEqual([
      { kind: "statement-missing", number: 2, to: 2 },
      { kind: "cut-off", seq: 8, to: 10, number: 2 },
    ]);
  });
});

describe("a part of a record", () => {
  const world = newWorld(signer, { size: 20, places: [5, 10, 15, 20] });
  const month = {
    ...world,
    events: world.events.slice(7, 17),
    statements: world.statements.filter((it) => it.seq >= 8 && it.seq <= 17),
  };

  test("is verified from where it begins", async () => {
    expect(await verdictOf(month, { extent: "part" })).toMatchObject({
      faults: [],
      first: 8,
      vouched: 8,
      events: 10,
    });
  });

  test("of which events are missing is told; a selection of them is not", async () => {
    const some = { ...month, events: month.events.filter(({ seq }) => seq !== 9 && seq !== 12) };
    expect((await verdictOf(some, { extent: "part" })).faults).toEqual([
      { kind: "missing", seq: 9, to: 9 },
      { kind: "missing", seq: 12, to: 12 },
    ]);
    expect(await verdictOf(some, { extent: "selection" })).toMatchObject({ faults: [], vouched: 4 });
  });

  test("an event of a selection that was changed, or is not the signed one, is named", async () => {
    const some = copyOf({ ...month, events: month.events.filter(({ seq }) => seq % 5 === 0) });
    at(some.events, 0).text += " ";
    const event = at(some.events, 1);
    some.events[1] = eventAfter({ seq: event.seq - 1, hash: event.previous }, { text: "{}", at: event.at });
    expect((await verdictOf(some, { extent: "selection" })).faults).toEqual([
      { kind: "changed", seq: 10, to: 10 },
      { kind: "not-as-signed", seq: 11, to: 15, number: 3 },
    ]);
  });

  test("whose lines are out of order is told", async () => {
    const items = inOrder(month);
    const moved = (from: number, to: number): RecordItem[] => {
      const copy = [...items];
      const [item] = copy.splice(from, 1);
      if (item) copy.splice(to, 0, item);
      return copy;
    };
    const kinds = async (lines: RecordItem[]) =>
      (await verdictOf(month, { extent: "part" }, lines)).faults.map(({ kind }) => kind);
    expect(await kinds(moved(0, 1))).toContain("misplaced");
    const place = items.findIndex((item) => "statement" in item);
    expect(await kinds(moved(place, 0))).toContain("statement-misplaced");
    expect(await kinds(moved(place, items.length))).toContain("statement-misplaced");
    expect(await kinds([{ unreadable: 1 }, ...items])).toEqual(["unreadable"]);
  });
});
