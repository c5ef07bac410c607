import { expect, test } from "vitest";
import { auditKinds } from "@/lib/core/audit-events";
import { isKindGroup } from "@/lib/core/kind-groups";
import { auditHref, exportHref, guessed, guesses, without } from "./audit-address";
import { endOf, kindName, kindWords, outcomeWords, sinceWords, whatWords } from "./audit-words";
import { kindChoices } from "./kind-choices";
import { readAuditQuery } from "./read-audit-query";

test.each([
  ["ASIAIOSFODNN7EXAMPLE", { accessKeyId: "ASIAIOSFODNN7EXAMPLE" }],
  ["asiaiosfodnn7example", { accessKeyId: "ASIAIOSFODNN7EXAMPLE" }],
  ["0042 9911 7730", { accountId: "004299117730" }],
  ["0042-9911-7730", { accountId: "004299117730" }],
  ["10.20.4.17", { address: "10.20.4.17" }],
  ["10.20.0.0/16", { address: "10.20.0.0/16" }],
  ["2001:db8::1", { address: "2001:db8::1" }],
  ["::1", { address: "::1" }],
  ["0B8C7D0E-5a64-4a0e-9c1e-5a6f3f9a1f11", { correlationId: "0b8c7d0e-5a64-4a0e-9c1e-5a6f3f9a1f11" }],
  ["emmy@acme.example", { person: "emmy@acme.example" }],
  ["Noether", { person: "Noether" }],
  ["role: ReadOnlyAccess", { role: "ReadOnlyAccess" }],
  ["account: 0042 9911 7730", { accountId: "004299117730" }],
  ["account: payments", { account: "payments" }],
  ["text: curl/8", { text: "curl/8" }],
  ["constructor: x", { person: "constructor: x" }],
  ["  ", {}],
])("one line of text says what it names: %s", (line, filter) => {
  expect(guessed(line)).toEqual(filter);
});

test("what may be several things is offered as each of them, a person first", () => {
  expect(guesses("payments").map(({ name }) => name)).toEqual(["person", "account", "role", "text"]);
  expect(guesses("10.20.4.17").map(({ name }) => name)).toEqual(["address", "text"]);
});

test("an address holds the whole filter, and reading it gives the filter back", () => {
  const filter = {
    person: 'x"; rm -rf ~ & <b>',
    accountId: "004299117730",
    kind: "credentials.issued",
    from: "2026-11-21T04:00:00Z",
  } as const;
  const address = new URL(auditHref(filter, { before: 120, event: 7 }), "http://here");
  expect(readAuditQuery(Object.fromEntries(address.searchParams))).toEqual({
    filter,
    before: 120,
    event: 7,
    faults: [],
  });
  expect(exportHref("csv", without(filter, "person"))).toBe(
    "/api/audit/csv?accountId=004299117730&kind=credentials.issued&from=2026-11-21T04%3A00%3A00Z",
  );
});

test("a plain form's empty fields ask for nothing, and its times count as UTC", () => {
  expect(readAuditQuery({ person: "", kind: " ", from: "2026-11-21T10:00", until: "2026-11-22" })).toEqual({
    filter: { from: "2026-11-21T10:00:00.000Z", until: "2026-11-22T00:00:00.000Z" },
    before: null,
    event: null,
    faults: [],
  });
});

test.each([
  [{ accountId: "12345678901" }, "An account id has twelve digits."],
  [{ kind: "credentials.stolen" }, "There is no such kind of event."],
  [{ kind: "toString" }, "There is no such kind of event."],
  [{ outcome: "won" }, "There is no such outcome."],
  [{ from: "yesterday" }, "“Since” is not a time."],
  [{ personId: "1" }, "A person’s id is a UUID."],
  [{ address: "10.0.0.0/33" }, "An address stands alone, or with its network’s length: 10.20.0.0/16."],
  [{ person: "x".repeat(129) }, "“person” has at most 128 characters."],
])("a field that cannot be read is named and not passed over: %o", (search, fault) => {
  expect(readAuditQuery({ ...search, role: "Admin" })).toEqual({
    filter: { role: "Admin" },
    before: null,
    event: null,
    faults: [fault],
  });
});

test("a time that ends before it begins is said to be one", () => {
  const { faults } = readAuditQuery({ from: "2026-11-22", until: "2026-11-21" });
  expect(faults).toEqual(["“Since” is later than “until”."]);
});

test.each(["-1", "1e3", "x", "9".repeat(16)])("a place in the record is a number: %s is none", (before) => {
  expect(readAuditQuery({ before }).before).toBeNull();
});

test("every kind of event has its words", () => {
  expect(Object.keys(kindWords).sort()).toEqual(Object.keys(auditKinds).sort());
});

test("a row says what was wanted and what came of it", () => {
  const at = "2026-11-21T04:00:00.000Z";
  const issued = { kind: "credentials.issued", outcome: "succeeded", at } as const;
  const detail = { format: "bash", expiresAt: "2026-11-21T05:00:00.000Z" };
  expect(whatWords({ ...issued, detail })).toBe("keys, bash / zsh");
  expect(outcomeWords({ ...issued, detail })).toBe("issued · 1 h");
  expect(whatWords({ ...issued, detail: { format: "container" } })).toBe("keys, container");
  expect(outcomeWords({ ...issued, detail: { ...detail, reused: true } })).toBe("issued again · 1 h");
  expect(
    whatWords({
      kind: "console.opened",
      detail: { destination: "https://eu-west-1.console.aws.amazon.com/cloudwatch/home" },
    }),
  ).toBe("console, cloudwatch");
  expect(outcomeWords({ kind: "credentials.refused", outcome: "refused", at, detail: {} })).toBe("refused");
});

test("a kind that a newer version wrote is shown by its code", () => {
  const kind = "lease.granted" as never;
  expect(kindName(kind)).toBe("lease.granted");
  expect(whatWords({ kind, detail: {} })).toBe("lease.granted");
  expect(kindName("toString" as never)).toBe("toString");
});

test("a group of kinds has its name, and every kind can be chosen, in one group", () => {
  expect(kindName("keys")).toBe("Keys");
  const chosen = kindChoices().flatMap(({ choices }) => choices.map(({ value }) => value));
  expect(chosen.filter((value) => !isKindGroup(value)).sort()).toEqual(Object.keys(auditKinds).sort());
});

test("only what AWS handed out lives on", () => {
  const detail = { expiresAt: "2026-11-21T05:00:00.000Z" };
  expect(endOf({ kind: "credentials.issued", detail })).toBe(Date.parse(detail.expiresAt));
  expect(endOf({ kind: "access-token.created", detail })).toBeNull();
  expect(endOf({ kind: "console.opened", detail: { expiresAt: "soon" } })).toBeNull();
});

test("a step says how long after the first one it was", () => {
  const at = "2026-11-21T04:00:00.000Z";
  expect(sinceWords(at, "2026-11-21T04:00:00.440Z")).toBe("+0.4 s");
  expect(sinceWords(at, "2026-11-21T04:20:00.000Z")).toBe("+20 min");
});
