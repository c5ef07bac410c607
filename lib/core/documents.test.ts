/** The documents say what is so: their links lead somewhere, and the names in them exist. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { auditKinds, isAuditKind } from "@/lib/core/audit-events";
import { isProblemCode } from "@/lib/core/problems";
import { Settings } from "@/lib/env";

const documents = [
  ...["README.md", "SECURITY.md", "CONTRIBUTING.md"],
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

/** Made by a script, from a running portal. */
const madeLater = ["docs/screenshot.png"];

/** Settings that others read, the codes of a system, and words of the same shape. */
const foreignNames =
  /^(E[A-Z]+$|ABORT_ERR|AWS_|TEST_DATABASE_URL|KILL_ROUNDS|NEXT_|NODE_|PORT$|HOSTNAME|UPDATE$|DELETE$|TRUNCATE$|SIG|README|SECURITY|CONTRIBUTING|LICENSE)/;

describe.each(documents)("%s", (path) => {
  const text = readFileSync(path, "utf8");
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, "");

  test("has links that lead somewhere", () => {
    const targets = [...prose.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, target = ""]) => target);
    const wanted = targets.map((target) => posix.join(posix.dirname(path), target));
    expect(wanted.filter((target) => !existsSync(target) && !madeLater.includes(target))).toEqual([]);
  });

  test("names settings that exist", () => {
    const names = [...prose.matchAll(/`([A-Z][A-Z_]{3,})(?:=[^`]*)?`/g)].map(([, name = ""]) => name);
    expect(names.filter((name) => !(name in Settings.shape) && !foreignNames.test(name))).toEqual([]);
  });

  test("names kinds of event and problems that exist", () => {
    const events = [
      ...prose.matchAll(/`((?:sign-in|sign-out|request|connection|credentials|console|audit)\.[a-z-]+)`/g),
    ].map(([, kind = ""]) => kind);
    expect(events.filter((kind) => !isAuditKind(kind))).toEqual([]);
    const codes = [...prose.matchAll(/problems\/([a-z-]+)\.md/g)].map(([, code = ""]) => code);
    expect(codes.filter((code) => !isProblemCode(code))).toEqual([]);
  });

  test("names no file of the source that is gone", () => {
    const files = [...prose.matchAll(/`((?:app|lib|sandbox|scripts|prisma)\/[\w./[\]-]+\.\w+)`/g)].map(
      ([, file = ""]) => file,
    );
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});

test("every kind of audit event is explained", () => {
  const page = readFileSync("docs/operations/audit-events.md", "utf8");
  expect(Object.keys(auditKinds).filter((kind) => !page.includes(`\`${kind}\``))).toEqual([]);
});

test("every dependency has its reason, and no reason is without its dependency", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const page = readFileSync("docs/decisions/023-dependencies.md", "utf8");
  const named = [...page.matchAll(/^\| `([^`]+)` \| \S/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].sort());
});

test("every decision is listed once, and numbered without a gap", () => {
  const files = readdirSync("docs/decisions").filter((file) => /^\d{3}-.+\.md$/.test(file));
  const listed = [...readFileSync("docs/decisions/README.md", "utf8").matchAll(/\]\((\d{3}-[^)]+)\)/g)];
  expect(listed.map(([, file]) => file)).toEqual(files.sort());
  files.forEach((file, index) => {
    const text = readFileSync(`docs/decisions/${file}`, "utf8");
    expect(text.startsWith(`# ${index + 1}. `), file).toBe(true);
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, part]) => part)).toEqual([
      "Context",
      "Decision",
      "Consequences",
    ]);
  });
});
