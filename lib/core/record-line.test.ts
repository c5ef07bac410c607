/** Lines of an exported record: what is written is what is read, and nothing else is. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { type EventLine, eventLine, parseRecordLine, type Statement, statementLine } from "./record-line";

const event: EventLine = {
  seq: 12,
  at: "2026-01-01T00:00:00.000Z",
  version: 1,
  previous: "00".repeat(32),
  hash: "ab".repeat(32),
  text: '{"kind":"sign-out"}',
};
const statement: Statement = {
  number: 3,
  kind: "checkpoint",
  seq: 12,
  at: "2026-01-01T00:00:00.000Z",
  keyId: "0123456789abcdef",
  text: "{}",
  signature: "AAAA",
};

test("an event comes back as it was, whatever its text, on one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const line = eventLine({ ...event, text });
      expect(line).not.toMatch(/[\r\n]/);
      expect(parseRecordLine(line)).toEqual({ ...event, text });
    }),
  );
});

test("a statement comes back as it was", () => {
  expect(parseRecordLine(statementLine(statement))).toEqual({ statement });
});

test("what else an object carries is not written", () => {
  expect(parseRecordLine(eventLine(Object.assign({ secret: "canary" }, event)))).toEqual(event);
  expect(parseRecordLine(statementLine(Object.assign({ secret: "canary" }, statement)))).toEqual({
    statement,
  });
});

test.each([
  ["nothing", ""],
  ["no JSON", "{"],
  ["null", "null"],
  ["a list", "[]"],
  ["an event without a text", JSON.stringify({ ...event, text: undefined })],
  ["an event with more than it has", JSON.stringify({ ...event, more: 1 })],
  ["a place that is no number", JSON.stringify({ ...event, seq: "12" })],
  ["a place before the first", JSON.stringify({ ...event, seq: 0 })],
  ["a time without a zone", JSON.stringify({ ...event, at: "2026-01-01T00:00:00.000" })],
  ["a time without milliseconds", JSON.stringify({ ...event, at: "2026-01-01T00:00:00Z" })],
  ["a short digest", JSON.stringify({ ...event, hash: "ab" })],
  ["a digest in capitals", JSON.stringify({ ...event, hash: "AB".repeat(32) })],
  ["a statement of another kind", JSON.stringify({ statement: { ...statement, kind: "other" } })],
  ["a signature that is no Base64", JSON.stringify({ statement: { ...statement, signature: "!" } })],
  ["both at once", JSON.stringify({ ...event, statement })],
])("%s is no line of a record", (_, line) => {
  expect(parseRecordLine(line)).toBeNull();
});
