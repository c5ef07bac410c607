/** Every snippet is read by what it is for: a parser, a formatter or a shell, where there is one. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { isHere } from "@/lib/credentials/inputs-for-tests";
import { expectedArn, headerFile, type Machine, tokenFile } from "./machine";
import { machines, strangeRole } from "./machines-for-tests";
import { byHand, pairing } from "./setup";
import type { Language } from "./use";
import { usesOn } from "./uses";

const all = machines.flatMap((machine) =>
  usesOn(machine).flatMap(({ ways }) => ways.flatMap(({ snippets, test: last }) => [...snippets, last])),
);
const texts = (language: Language) => [
  ...new Set(all.filter((one) => one.language === language).map(({ text }) => text)),
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "uses-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(program: string, args: string[], input = "") {
  const env = { NODE_ENV: "test", PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" } as const;
  return spawnSync(program, args, { input, env, encoding: "utf8", cwd: folder });
}

test("every tool is there once, and every way says what to do, for which versions, and what can go wrong", () => {
  const [machine] = machines;
  if (!machine) throw new Error("There is no machine.");
  const uses = usesOn(machine);
  expect(uses.map(({ label }) => label)).toEqual([
    "AWS CLI",
    "boto3",
    "JavaScript",
    "Go",
    "Java",
    "Rust",
    "Terraform",
    "Docker",
    "Kubernetes",
    "GitHub Codespaces",
    "VS Code",
  ]);
  expect(new Set(uses.map(({ id }) => id)).size).toBe(uses.length);
  for (const way of uses.flatMap(({ ways }) => ways)) {
    expect(way.versions).toMatch(/^[A-Zk].*\.$/);
    for (const note of way.notes) expect(note).toMatch(/^[A-Zk].*\.$/);
    expect(way.snippets.length).toBeGreaterThan(0);
  }
});

test("no snippet holds a token, a variable of a shell in a path, or a tilde that nobody expands", () => {
  for (const { text } of all) {
    expect(text).not.toMatch(/spt_|Bearer|\$HOME|%UserProfile%/i);
    expect(text).not.toMatch(/~\/\.config/);
    expect(text.endsWith("\n")).toBe(true);
  }
});

test("the ARN to expect has the partition of its region", () => {
  const [machine] = machines;
  if (!machine) throw new Error("There is no machine.");
  const arn = "sts::012345678901:assumed-role/AWSReservedSSO_Data_Team+a=b,c.d@e-f_…/…";
  expect(expectedArn(machine)).toBe(`arn:aws:${arn}`);
  expect(expectedArn({ ...machine, region: "us-gov-west-1" })).toBe(`arn:aws-us-gov:${arn}`);
  expect(expectedArn({ ...machine, region: "cn-north-1" })).toBe(`arn:aws-cn:${arn}`);
});

test("JSON and YAML are parsed, and every value in an environment is a text", () => {
  for (const text of texts("json")) expect(JSON.parse(text)).toBeTypeOf("object");
  expect(texts("yaml").length).toBeGreaterThan(1);
  for (const text of texts("yaml")) {
    const read = parse(text);
    const compose = Object.values(read.services?.app.environment ?? {});
    const pod = (read.spec?.containers[0].env ?? []).map(({ value }: { value: unknown }) => value);
    const values = [...compose, ...pod];
    expect(values.length).toBe(4);
    for (const value of values) expect(value).toBeTypeOf("string");
  }
});

/** Which program reads a language without running it, and how it is asked. */
const readers: { language: Language; program: string; read: (text: string) => { status: number | null } }[] =
  [
    { language: "shell", program: "bash", read: (text) => run("bash", ["-n"], text) },
    { language: "shell", program: "dash", read: (text) => run("dash", ["-n"], text) },
    { language: "shell", program: "zsh", read: (text) => run("zsh", ["-f", "-n"], text) },
    {
      language: "python",
      program: "python3",
      read: (text) => run("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], text),
    },
    {
      language: "javascript",
      program: "node",
      read: (text) => run("node", ["--check", inFile("who.mjs", text)]),
    },
    {
      language: "go",
      program: "gofmt",
      read: (text) => {
        const { status, stdout } = run("gofmt", ["-l"], text);
        return { status: stdout === "" ? status : 1 };
      },
    },
    {
      language: "rust",
      program: "rustfmt",
      read: (text) => run("rustfmt", ["--check", "--edition", "2021"], text),
    },
    { language: "hcl", program: "terraform", read: (text) => run("terraform", ["fmt", "-check", "-"], text) },
  ];

function inFile(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe.each(readers)("$program", ({ language, program, read }) => {
  test("has nothing to say against any snippet of its language", (context) => {
    context.skip(!isHere(program), `${program} is not on PATH`);
    expect(texts(language).length).toBeGreaterThan(0);
    for (const text of texts(language))
      expect({ text, status: read(text).status }).toEqual({ text, status: 0 });
    // And does say something against what is none.
    expect(read('("').status).not.toBe(0);
  });
});

test("PowerShell, by its grammar: every line sets, removes or runs, and no string goes over its end", () => {
  const lines = texts("powershell").flatMap((text) => text.replaceAll(" `\n", " ").trimEnd().split("\n"));
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) {
    expect(line).toMatch(/^(?:\$Env:\w+ = (?:\$null|'[^']*')|(?:aws|docker|kubectl) (?:[^'`$"]|'[^']*')+)$/);
  }
});

test("the lines that ask for a token write it into two files that nobody else may read, and print nothing of it", () => {
  const home = join(folder, "Ada Lovelace");
  const machine = { ...machines[0], system: "linux", home } as Machine;
  const printed = run("sh", ["-c", byHand(machine).text], "spt_for_tests_alone\n");
  expect(printed.stdout).toBe("Access token: \n");
  expect(readFileSync(tokenFile(machine), "utf8")).toBe("spt_for_tests_alone");
  expect(readFileSync(headerFile(machine), "utf8")).toBe("Authorization: spt_for_tests_alone\n");
  for (const file of [tokenFile(machine), headerFile(machine)])
    expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(home, ".config", "sallyport")).mode & 0o077).toBe(0);
});

test.for([
  ["bash", "-c"],
  ["dash", "-c"],
  ["zsh", "-f", "-c"],
  ["fish", "-c"],
  ["tcsh", "-f", "-c"],
])(
  "%s hands the pairing script the role that was meant, whatever its name",
  ([program = "", ...options], context) => {
    context.skip(!isHere(program), `${program} is not on PATH`);
    const [machine] = machines;
    const text = machine ? pairing(machine)?.text : undefined;
    const args = text?.split(" | sh -s -- ")[1]?.trim() ?? "";
    expect(run(program, [...options, `/usr/bin/printf '%s;' ${args}`]).stdout).toBe(
      `--grant;012345678901/${strangeRole};`,
    );
  },
);

test("where there is no shell for it, pairing is not offered", () => {
  for (const one of machines) expect(pairing(one) === null).toBe(one.system === "windows");
});
