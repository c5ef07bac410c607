import { expect, test } from "vitest";
import { visibleParts, visibleText } from "./visible-text";

test.each([
  ["a line break", "prod\n[default]", "prod‹U+000A›[default]"],
  ["a right-to-left override", "nimda\u202eprod", "nimda‹U+202E›prod"],
  ["isolates", "a\u2066b\u2069c", "a‹U+2066›b‹U+2069›c"],
  ["a zero-width space", "pro\u200bd", "pro‹U+200B›d"],
  ["a joiner between Latin letters", "pro\u200dd", "pro‹U+200D›d"],
  ["an escape of a terminal", "\u001b[31mred", "‹U+001B›[31mred"],
  ["C1 controls", "a\u009bb", "a‹U+009B›b"],
  ["a byte order mark", "\ufeffprod", "‹U+FEFF›prod"],
  ["a filler that looks like a space", "prod\u3164", "prod‹U+3164›"],
  ["an invisible tag", "prod\u{e0041}", "prod‹U+E0041›"],
  ["half of a pair", "a\ud800b", "a‹U+D800›b"],
])("%s is shown by its code", (_, hostile, visible) => {
  expect(visibleText(hostile)).toBe(visible);
});

test.each([
  "payments-prod",
  "Größe – Test",
  "支払い 本番",
  "फ़ाइल",
  "می\u200cخواهم",
  "👩\u200d🚀 team",
  'x"; rm -rf ~',
  "",
])("an honest name stays as it is: %s", (name) => {
  expect(visibleText(name)).toBe(name);
});

test("nothing is lost: the pieces tell which characters were hidden", () => {
  expect(visibleParts("a\u202e\u202db")).toEqual([
    { text: "a", hidden: false },
    { text: "U+202E", hidden: true },
    { text: "U+202D", hidden: true },
    { text: "b", hidden: false },
  ]);
});
