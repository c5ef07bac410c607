/** What a text does in the real shell: exactly the environment that was meant, nothing printed, no file made. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { awsEnvironment } from "./aws-environment";
import type { CredentialFormat, FormatInput } from "./credential-format";
import { formats } from "./formats";

/** How to hand a script to a shell, and how that shell prints its whole environment, a zero byte after each variable. */
type Shell = { program: string; args: string[]; print: string; format: CredentialFormat };

const pwshPrint =
  "Get-ChildItem Env: | ForEach-Object { [Console]::Out.Write($_.Name + '=' + $_.Value + [char]0) }";
const shells: Shell[] = [
  { program: "bash", args: ["--norc", "-c"], print: "env -0", format: formats.bash },
  { program: "dash", args: ["-c"], print: "env -0", format: formats.bash },
  { program: "zsh", args: ["-f", "-c"], print: "env -0", format: formats.bash },
  // Without its configuration it would have no universal variables. The home is empty.
  { program: "fish", args: ["-c"], print: "env -0", format: formats.fish },
  { program: "pwsh", args: ["-NoProfile", "-Command"], print: pwshPrint, format: formats.powershell },
];

const isHere = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

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

const keys = (secretAccessKey: string): FormatInput => ({
  credentials: { accessKeyId: "ASIA", secretAccessKey, sessionToken: "token", expiresAt: new Date(0) },
  accountId: "012345678901",
  profileName: "012345678901_ReadOnly_keys",
});

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "shell-"));
  folders.push(made);
  return made;
}
let home: string;
let workplace: string;
beforeAll(() => {
  home = folder();
  workplace = folder();
});
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true });
});

/** Runs a program in the empty workplace, in an environment full of stale settings. */
function run(program: string, args: string[], typed?: string): { stdout: string; stderr: string } {
  const env = { NODE_ENV: "test", PATH: process.env.PATH ?? "", HOME: home, ...stale } as const;
  const done = spawnSync(program, args, { cwd: workplace, env, encoding: "utf8", input: typed });
  expect(done).toMatchObject({ status: 0, signal: null });
  return done;
}

/** Reads a printed environment. Anything printed before it would become part of a variable's name, and show. */
function variables(printed: string): Record<string, string> {
  const lines = printed.split("\0").slice(0, -1);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

const untouched = new Map<string, Record<string, string>>();

/** The whole environment after a script, less the variables that the shell has without any script. */
function environmentAfter({ program, args, print }: Shell, script: string): Record<string, string> {
  const without = untouched.get(program) ?? variables(run(program, [...args, print]).stdout);
  untouched.set(program, without);
  const { stdout, stderr } = run(program, [...args, script + print]);
  expect(stderr).toBe("");
  expect(readdirSync(workplace)).toEqual([]);
  const isOurs = ([name]: [string, string]) => Object.hasOwn(stale, name) || !Object.hasOwn(without, name);
  return Object.fromEntries(Object.entries(variables(stdout)).filter(isOurs));
}

const special = fc.string({ unit: fc.constantFrom(..."'\"`$%!^&|<>(){}[];,~*?#=@\\:/+-aZ0"), minLength: 1 });
const attack = fc.constantFrom(
  "$(>made)",
  "`>made`",
  "';>made;'",
  "'\\'';>made;'",
  "\\';>made;\\'",
  '";>made;"',
  "&>made",
  ">made",
  "$IFS>made",
  "~",
  "=ls",
  "*",
  "!!",
  "\\",
  "'",
  "$(touch$IFS./made)",
  "(touch$IFSmade)",
  "%PATH%",
  "--%",
);
const value = fc.oneof(
  special,
  attack,
  fc.tuple(special, attack, special).map((parts) => parts.join("")),
);

const inputs: fc.Arbitrary<FormatInput> = fc.record({
  credentials: fc.record({
    accessKeyId: value,
    secretAccessKey: value,
    sessionToken: value,
    expiresAt: fc.date({ min: new Date("2026-01-01"), max: new Date("2099-01-01"), noInvalidDate: true }),
  }),
  region: fc.option(value, { nil: undefined }),
  accountId: value,
  profileName: fc.constant("012345678901_ReadOnly_keys"),
});

describe.each(shells)("$program", (shell) => {
  const { program, format } = shell;

  test("any value becomes exactly the environment that was meant, and the undo lines clear it", {
    timeout: 180_000,
  }, (context) => {
    context.skip(!isHere(program), `${program} is not on PATH`);
    fc.assert(
      fc.property(inputs, (input) => {
        const script = format.render(input);
        const meant = { OTHER: "kept", ...Object.fromEntries(awsEnvironment(input)) };
        expect(environmentAfter(shell, script)).toEqual(meant);
        expect(environmentAfter(shell, script + format.undo(input))).toEqual({ OTHER: "kept" });
      }),
      { numRuns: 200 },
    );
  });

  test("the region that is there stays when none was chosen", (context) => {
    context.skip(!isHere(program), `${program} is not on PATH`);
    const there = { ...keys("secret"), region: "eu-west-1" };
    const now = keys("secret");
    const expected = { OTHER: "kept", ...Object.fromEntries(awsEnvironment(there)) };
    expect(environmentAfter(shell, format.render(there) + format.render(now))).toEqual(expected);
  });
});

test("fish: a universal AWS_PROFILE does not come back when the global one is gone", (context) => {
  const shell = shells.find(({ program }) => program === "fish");
  if (!shell || !isHere(shell.program)) return context.skip("fish is not on PATH");
  const text = shell.format.render(keys("secret"));
  expect(environmentAfter(shell, "set -Ux AWS_PROFILE universal\n")).toMatchObject({
    AWS_PROFILE: "stale-profile",
  });
  expect(environmentAfter(shell, `set -Ux AWS_PROFILE universal\n${text}`)).not.toHaveProperty("AWS_PROFILE");
});

/** History expansion works only in interactive shells, which is where people paste. */
describe.each([
  { program: "bash", args: ["--norc", "-i"] },
  { program: "zsh", args: ["-f", "-i"] },
])("an interactive $program", ({ program, args }) => {
  test("does not expand history inside a value", (context) => {
    context.skip(!isHere(program), `${program} is not on PATH`);
    for (const hostile of ["x!!y", "'!!'", "!e", "a'!x'b", "\\'!!"]) {
      const input = keys(hostile);
      const { stdout } = run(program, args, `${formats.bash.render(input)}env -0\n`);
      expect(variables(stdout)).toMatchObject({
        OTHER: "kept",
        ...Object.fromEntries(awsEnvironment(input)),
      });
    }
  });
});
