import fc from "fast-check";
import { expect, test } from "vitest";
import { localPath } from "@/lib/core/local-path";

const elsewhere = [
  "https://evil.example",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/%09//evil.example/..//evil.example",
  "/..//evil.example",
  "/.//evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  " //evil.example",
  "http:evil.example",
  "@evil.example",
  "evil.example",
  "",
  null,
  undefined,
];

test.each(elsewhere)("%j does not lead to another host", (wanted) => {
  const path = localPath(wanted);
  expect(new URL(path, "https://portal.example").origin).toBe("https://portal.example");
  expect(path).not.toMatch(/^\/[/\\]/);
});

test("whatever is given, what comes out is a path of ours", () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom("/", "//", "/\\", "/..//", ""), (text, start) => {
      const path = localPath(start + text);
      expect(new URL(path, "https://portal.example").origin).toBe("https://portal.example");
      expect(path.startsWith("/")).toBe(true);
    }),
  );
});

test("a path keeps its query and loses its fragment", () => {
  expect(localPath("/audit?kind=sign-out&before=7#x")).toBe("/audit?kind=sign-out&before=7");
});
