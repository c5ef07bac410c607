/** Every problem is told once, in the table, and explained once, on its page. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import { isProblemCode, type ProblemCode, problems } from "@/lib/core/problems";

const folder = "docs/problems";
const codes = Object.keys(problems) as ProblemCode[];
const pages = readdirSync(folder).filter((file) => file !== "README.md");

test("every problem has its page, and no page is without its problem", () => {
  expect(pages.sort()).toEqual(codes.map((code) => `${code}.md`).sort());
});

test("the list of pages names each once, with its title", () => {
  const rows = readFileSync(`${folder}/README.md`, "utf8").match(/^\| \[.*$/gm);
  expect(rows).toEqual(
    codes.map((code) => `| [${code}](${code}.md) | ${problems[code].status} | ${problems[code].title} |`),
  );
});

describe.each(codes)("%s", (code) => {
  const { status, title, remedy } = problems[code];
  const page = readFileSync(`${folder}/${code}.md`, "utf8");

  test("is a word that may stand in an address", () => expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/));

  test("has a status of a failure", () => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
  });

  test("says what happened and what to do, in sentences", () => {
    expect(title).toMatch(/^[A-Z][^.]+$/);
    expect(remedy).toMatch(/^[A-Z].+\.$/);
  });

  test("has a page under its title, with all three parts", () => {
    expect(page.startsWith(`# ${title}\n`)).toBe(true);
    const parts = [...page.matchAll(/^\*\*(.+?):\*\* (\S.*)$/gm)].map(([, part]) => part);
    expect(parts).toEqual(["What happened", "What to do", "For administrators"]);
  });
});

test.each(["toString", "__proto__", "constructor", "", 404, null, undefined])(
  "%j is no problem's code",
  (value) => expect(isProblemCode(value)).toBe(false),
);

test("whatever nobody foresaw is unexpected, and no foreign text becomes a code", () => {
  expect(problemOf(new PortalError("aws-slow", "10 s"))).toBe("aws-slow");
  for (const failure of [new Error("boom"), { code: "aws-slow" }, "aws-slow", null, undefined]) {
    expect(problemOf(failure)).toBe("unexpected");
  }
  expect(problemOf(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }))).toBe("unexpected");
});

test("an error of the module's other copy keeps its code", () => {
  const foreign = Object.assign(new Error("aws-slow: 10 s"), { name: "PortalError", code: "aws-slow" });
  expect(problemOf(foreign)).toBe("aws-slow");
});
