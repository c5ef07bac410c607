/** A provider block of Terraform and OpenTofu: whatever the value, it is one string of HCL that reads back as the value. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FormatInput } from "./credential-format";
import { hostileInput, isHere } from "./inputs-for-tests";
import { terraform } from "./terraform";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "terraform-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const meant = ({ credentials, region }: FormatInput) => ({
  access_key: credentials.accessKeyId,
  secret_key: credentials.secretAccessKey,
  token: credentials.sessionToken,
  profile: null,
  ...(region === undefined ? {} : { region }),
});

/** A string of HCL: escapes, and neither a line break nor the start of a template. */
const literal = /^"((?:[^"\\\n$%]|\\["\\]|\\u[0-9a-f]{4})*)"$/;

function readAttribute(line: string): [string, string | null] {
  const [, name = "", value = ""] = /^ {2}(\w+) += (.*)$/.exec(line) ?? [];
  if (value === "null") return [name, null];
  const inside = literal.exec(value)?.[1];
  if (inside === undefined) throw new Error("This is no attribute with a string.");
  const unescaped = inside.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code, sign) =>
    code ? String.fromCodePoint(Number.parseInt(code, 16)) : sign,
  );
  return [name, unescaped];
}

test("by HCL's grammar, the block holds one comment and one string for each value, whatever it is", () => {
  fc.assert(
    fc.property(hostileInput, (input) => {
      const [first, comment, ...rest] = terraform.render(input).trimEnd().split("\n");
      expect([first, rest.pop()]).toEqual(['provider "aws" {', "}"]);
      expect(comment).toMatch(/^ {2}# [\x20-\x7e]*$/);
      expect(Object.fromEntries(rest.map(readAttribute))).toEqual(meant(input));
    }),
    { numRuns: 200 },
  );
});

describe.each(["terraform", "tofu"])("%s", (program) => {
  const run = (args: string[], input: string) => {
    const env = {
      PATH: process.env.PATH ?? "",
      HOME: folder,
      CHECKPOINT_DISABLE: "1",
      NODE_ENV: "test",
    } as const;
    return spawnSync(program, args, { cwd: folder, env, input, encoding: "utf8", maxBuffer: 1 << 28 });
  };

  test("reads every string as the value that was meant", (context) => {
    context.skip(!isHere(program), `${program} is not on PATH`);
    const inputs = fc.sample(hostileInput, 200);
    // The same attributes as locals: a provider's are only read by the provider.
    const locals = inputs.map((input, at) =>
      terraform
        .render(input)
        .replace('provider "aws"', "locals")
        .replace(/^ {2}(\w+) += /gm, `  $1_${at} = `),
    );
    writeFileSync(join(folder, "locals.tf"), locals.join("\n"));
    const names = inputs.map((input, at) =>
      Object.keys(meant(input)).map((name) => `"${name}":local.${name}_${at}`),
    );
    const asked = `jsonencode([${names.map((one) => `{${one.join(",")}}`).join(",")}])\n`;
    const { stdout, status } = run(["console"], asked);
    expect(status).toBe(0);
    expect(JSON.parse(JSON.parse(stdout))).toEqual(inputs.map(meant));
  });

  test("has nothing to change about how the file is laid out", (context) => {
    context.skip(!isHere(program), `${program} is not on PATH`);
    for (const input of fc.sample(hostileInput, 3))
      expect(run(["fmt", "-check", "-"], terraform.render(input)).status).toBe(0);
  });
});
