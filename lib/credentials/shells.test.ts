/** What a text does in the real shell: exactly the environment that was meant, nothing printed, no file made. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { awsEnvironment } from "./aws-environment";
import type { CredentialFormat, FormatInput } from "./credential-format";
import { formats } from "./formats";
import { hostileInput, hostileValue, isHere, withKeys } from "./inputs-for-tests";

/** How to run a script of a shell, how that shell sets a variable to a harmless value, and how it takes keystrokes. */
type Shell = {
  program: string;
  args: string[];
  interactive: string[] | null;
  ending: string;
  set: (name: string, value: string) => string;
  format: CredentialFormat;
};

const exported = (name: string, value: string) => `export ${name}=${value}`;
const shells: Shell[] = [
  {
    program: "bash",
    args: ["--norc"],
    interactive: ["--norc", "-i"],
    ending: "sh",
    set: exported,
    format: formats.bash,
  },
  { program: "dash", args: [], interactive: ["-i"], ending: "sh", set: exported, format: formats.bash },
  {
    program: "zsh",
    args: ["-f"],
    interactive: ["-f", "-i"],
    ending: "sh",
    set: exported,
    format: formats.bash,
  },
  {
    program: "fish",
    // Without its configuration it would have no universal variables. The home is empty.
    args: [],
    interactive: null,
    ending: "fish",
    set: (name, value) => `set -gx ${name} ${value}`,
    format: formats.fish,
  },
  {
    program: "tcsh",
    args: ["-f"],
    interactive: ["-f", "-i"],
    ending: "csh",
    set: (name, value) => `setenv ${name} ${value}`,
    format: formats.tcsh,
  },
  {
    program: "pwsh",
    args: ["-NoProfile", "-File"],
    interactive: null,
    ending: "ps1",
    set: (name, value) => `$Env:${name} = '${value}'`,
    format: formats.powershell,
  },
  {
    program: "nu",
    args: ["--no-config-file"],
    interactive: null,
    ending: "nu",
    set: (name, value) => `$env.${name} = "${value}"`,
    format: formats.nushell,
  },
];

/** What a terminal may hold from before. All of it but OTHER must be replaced or gone. */
const stale = {
  AWS_PROFILE: "stale-profile",
  AWS_DEFAULT_PROFILE: "stale-default",
  AWS_SECURITY_TOKEN: "stale-token",
  AWS_SESSION_TOKEN: "stale-session",
  AWS_CREDENTIAL_EXPIRATION: "2001-01-01T00:00:00+00:00",
  AWS_ACCOUNT_ID: "999999999999",
  OTHER: "kept",
};

/** Prints the whole environment, a zero byte after each variable, and then a word that no variable can hold. */
const print = "env -0 END=HERE\n";
const printed = "\0END=HERE\0";

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "shell-"));
  folders.push(made);
  return made;
}
let home: string;
let workplace: string;
let scripts: string;
beforeAll(() => {
  home = folder();
  workplace = folder();
  scripts = folder();
});
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true });
});

/** Runs a program in the empty workplace, in an environment full of stale settings. */
function run(program: string, args: string[], typed = ""): { stdout: string; stderr: string } {
  const env = { NODE_ENV: "test", PATH: process.env.PATH ?? "", HOME: home, ...stale } as const;
  const options = { cwd: workplace, env, encoding: "utf8", input: typed, maxBuffer: 1 << 28 } as const;
  const done = spawnSync(program, args, options);
  expect(done).toMatchObject({ status: 0, signal: null });
  return done;
}

/** Reads printed environments. Anything printed before one would become part of a variable's name, and show. */
function environments(stdout: string): Record<string, string>[] {
  return stdout
    .split(printed)
    .slice(0, -1)
    .map((one) => {
      const lines = one.split("\0");
      return Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      );
    });
}

const untouched = new Map<string, Record<string, string>>();

/** Of an environment, what a shell without any script does not have, and what was stale. */
function oursOf(shell: Shell, all: Record<string, string>): Record<string, string> {
  const known = untouched.get(shell.program) ?? runAll(shell, [""])[0] ?? {};
  untouched.set(shell.program, known);
  const isOurs = ([name]: [string, string]) => Object.hasOwn(stale, name) || !Object.hasOwn(known, name);
  return Object.fromEntries(Object.entries(all).filter(isOurs));
}

/** Runs scripts one after the other in one process, and gives the whole environment after each. */
function runAll(shell: Shell, texts: readonly string[]): Record<string, string>[] {
  const file = join(scripts, `script.${shell.ending}`);
  writeFileSync(file, texts.map((text) => `${text}${print}`).join(""));
  const { stdout, stderr } = run(shell.program, [...shell.args, file]);
  expect(stderr).toBe("");
  expect(readdirSync(workplace)).toEqual([]);
  return environments(stdout);
}

const environmentsAfter = (shell: Shell, texts: readonly string[]) =>
  runAll(shell, texts).map((all) => oursOf(shell, all));

/** Makes a terminal as it was before, whatever the script before did. No region was there. */
function again({ set, format }: Shell): string {
  const lines = Object.entries(stale).map(([name, value]) => `${set(name, value)}\n`);
  return format.undo({ ...withKeys(), region: "any" }) + lines.join("");
}

const meant = (input: FormatInput) => ({ OTHER: "kept", ...Object.fromEntries(awsEnvironment(input)) });

describe.each(shells)("$program", (shell) => {
  const { program, format, interactive } = shell;
  const here = (name: string, body: () => void) =>
    test(name, { timeout: 180_000 }, (context) => {
      context.skip(!isHere(program), `${program} is not on PATH`);
      body();
    });

  const interactiveOnly = interactive ? here : () => undefined;

  here("any value becomes exactly the environment that was meant, and the undo lines clear it", () => {
    // Many in one process: what counts is the shell, and it takes most of the time to start.
    const batch = fc.array(hostileInput, { minLength: 50, maxLength: 50, size: "max" });
    fc.assert(
      fc.property(batch, (inputs) => {
        const texts = inputs.flatMap((input) => [again(shell) + format.render(input), format.undo(input)]);
        const undone = { OTHER: "kept" };
        expect(environmentsAfter(shell, texts)).toEqual(inputs.flatMap((input) => [meant(input), undone]));
      }),
      { numRuns: 5 },
    );
  });

  here("pasted twice, and over other keys, it is what it is when pasted once", () => {
    const [one, other] = [withKeys(), { ...withKeys({ sessionToken: "other" }), region: "us-east-1" }];
    const [first, second, third] = [one, one, other].map(format.render);
    expect(environmentsAfter(shell, [`${first}${second}`, `${third}`])).toEqual([meant(one), meant(other)]);
  });

  here("the region that is there stays when none was chosen", () => {
    const there = { ...withKeys(), region: "eu-west-1" };
    const now = { ...withKeys({ sessionToken: "now" }), region: undefined };
    const expected = { ...meant(there), AWS_SESSION_TOKEN: "now" };
    expect(environmentsAfter(shell, [format.render(there) + format.render(now)])).toEqual([expected]);
  });

  /** History expansion works only in interactive shells, which is where people paste. Prompts go to stderr. */
  interactiveOnly("typed into an interactive one, no value calls up history or a command", () => {
    const values = ["x!!y", "'!!'", "!e", "a'!x'b", "\\'!!", "\\!", ...fc.sample(hostileValue, 44)];
    const inputs = values.map((value) => withKeys({ secretAccessKey: value, sessionToken: value }));
    const typed = inputs.map((input) => `${format.render(input)}${print}`).join("");
    const { stdout } = run(program, interactive ?? [], typed);
    const found = environments(stdout);
    expect(found).toHaveLength(inputs.length);
    for (const [at, input] of inputs.entries()) expect(found[at]).toMatchObject(meant(input));
    expect(readdirSync(workplace)).toEqual([]);
  });
});

test("tcsh: a terminal in which backslashes work between quotes reads the same", (context) => {
  const shell = shells.find(({ program }) => program === "tcsh");
  if (!shell || !isHere(shell.program)) return context.skip("tcsh is not on PATH");
  const inputs = fc.sample(hostileInput, 50);
  const texts = inputs.map((input) => `set backslash_quote\n${again(shell)}${shell.format.render(input)}`);
  expect(environmentsAfter(shell, texts)).toEqual(inputs.map(meant));
});

test("fish: a universal AWS_PROFILE does not come back when the global one is gone", (context) => {
  const shell = shells.find(({ program }) => program === "fish");
  if (!shell || !isHere(shell.program)) return context.skip("fish is not on PATH");
  const universal = "set -Ux AWS_PROFILE universal\n";
  expect(environmentsAfter(shell, [universal])[0]).toMatchObject({ AWS_PROFILE: "stale-profile" });
  const text = `${universal}${shell.format.render(withKeys())}`;
  expect(environmentsAfter(shell, [text])[0]).not.toHaveProperty("AWS_PROFILE");
});
