/**
 * What `aws configure export-credentials` prints, form by form, means the same as ours. Its forms are not offered a second time:
 * they leave stale variables in place, name no region, and quote nothing.
 */

import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { awsEnvironment } from "./aws-environment";
import { formats } from "./formats";
import { isHere, withKeys } from "./inputs-for-tests";

const input = withKeys();
const variables = awsEnvironment(input).slice(0, 4);
/** A form of the AWS CLI 2, as its source has it: one line for each of four variables. */
const lines = (line: (name: string, value: string) => string) =>
  `${variables.map(([name, value]) => line(name, value)).join("\n")}\n`;

const theirs = {
  process: `{
  "Version": 1,
  "AccessKeyId": "ASIAEXAMPLEEXAMPLE00",
  "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  "SessionToken": "IQoJb3JpZ2luX2VjEXAMPLE+/token==",
  "Expiration": "2098-11-21T04:00:00+00:00"
}
`,
  env: lines((name, value) => `export ${name}=${value}`),
  "env-no-export": lines((name, value) => `${name}=${value}`),
  powershell: lines((name, value) => `$Env:${name}="${value}"`),
  "windows-cmd": lines((name, value) => `set ${name}=${value}`),
  fish: lines((name, value) => `set -gx ${name} "${value}"`),
};

test("the AWS CLI on this machine prints every form so", (context) => {
  const env = { NODE_ENV: "test", PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" } as const;
  const aws = (args: string[]) =>
    spawnSync("aws", args, { env: { ...env, ...Object.fromEntries(variables) }, encoding: "utf8" }).stdout;
  context.skip(!aws(["--version"])?.startsWith("aws-cli/2"), "there is no AWS CLI of version 2 on PATH");
  for (const [form, text] of Object.entries(theirs))
    expect(aws(["configure", "export-credentials", "--format", form])).toBe(text);
});

test("JSON: ours is theirs byte for byte, with the account's id at its end", () => {
  const ours = formats.json.render(input);
  expect(ours.replace(',\n  "AccountId": "012345678901"', "")).toBe(theirs.process);
});

test(".env and Docker: ours begin with theirs byte for byte", () => {
  for (const format of [formats.dotenv, formats.docker])
    expect(format.render(input).startsWith(theirs["env-no-export"])).toBe(true);
});

test.for([
  { program: "bash", form: theirs.env, format: formats.bash },
  { program: "zsh", form: theirs.env, format: formats.bash },
  { program: "fish", form: theirs.fish, format: formats.fish },
])("$program: theirs and ours set the same values", ({ program, form, format }, context) => {
  context.skip(!isHere(program), `${program} is not on PATH`);
  const names = variables.map(([name]) => name);
  const valuesAfter = (text: string) => {
    const script = `${text}${names.map((name) => `printenv ${name}`).join("\n")}\n`;
    const env = { NODE_ENV: "test", PATH: process.env.PATH ?? "", HOME: "/nowhere" } as const;
    return spawnSync(program, ["-c", script], { env, encoding: "utf8" }).stdout;
  };
  expect(valuesAfter(format.render(input))).toBe(valuesAfter(form));
  expect(valuesAfter(form)).toBe(`${variables.map(([, value]) => value).join("\n")}\n`);
});

test.each([
  {
    name: "PowerShell",
    form: theirs.powershell,
    format: formats.powershell,
    set: /^\$Env:(\w+) ?= ?["']([^"']*)["']$/gm,
  },
  { name: "cmd", form: theirs["windows-cmd"], format: formats.cmd, set: /^@?set "?(\w+)=([^"\n]+)"?$/gm },
])("$name, by its grammar: theirs and ours set the same values", ({ form, format, set }) => {
  const read = (text: string) => [...text.matchAll(set)].map(([, name, value]) => [name, value]);
  expect(read(form)).toEqual(variables);
  expect(read(format.render(input)).slice(0, variables.length)).toEqual(variables);
});
