/** A `.env` file means the same to Node and to a shell that sources it. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { awsEnvironment } from "./aws-environment";
import type { FormatInput } from "./credential-format";
import { dotenv } from "./dotenv";
import { accepted, isHere, withKeys } from "./inputs-for-tests";

const writable = accepted(dotenv.render);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dotenv-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const linesOf = (input: FormatInput) =>
  awsEnvironment(input)
    .map(([name, value]) => `${name}=${value}`)
    .sort();

test("what AWS makes is never refused", () => {
  fc.assert(
    fc.property(fc.base64String({ minLength: 4, maxLength: 3000 }), (sessionToken) => {
      expect(dotenv.render(withKeys({ sessionToken }))).toContain("AWS_SESSION_TOKEN=");
    }),
  );
});

test("Node reads exactly what was meant", () => {
  fc.assert(
    fc.property(writable, (input) => {
      expect({ ...parseEnv(dotenv.render(input)) }).toEqual(Object.fromEntries(awsEnvironment(input)));
    }),
    { numRuns: 200 },
  );
});

test.for([["bash", "--norc"], ["dash"], ["zsh", "-f"]])(
  "%s reads exactly what was meant when it sources the file, and undoes it",
  ([program = "", ...options], context) => {
    context.skip(!isHere(program), `${program} is not on PATH`);
    const inputs = fc.sample(writable, 200);
    const script = inputs.map((input, at) => {
      const file = join(folder, `aws-keys-${at}.env`);
      writeFileSync(file, dotenv.render(input));
      return `set -a; . ${file}; set +a; env -0 END=HERE\n${dotenv.undo(input)}env -0 END=HERE\n`;
    });
    const file = join(folder, "script.sh");
    writeFileSync(file, script.join(""));
    const env = { NODE_ENV: "test", PATH: process.env.PATH ?? "" } as const;
    const spawned = spawnSync(program, [...options, file], {
      env,
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    expect(spawned.stderr).toBe("");
    const printed = spawned.stdout.split("\0END=HERE\0").slice(0, -1);
    const found = printed.map((one) =>
      one
        .split("\0")
        .filter((line) => line.startsWith("AWS_"))
        .sort(),
    );
    expect(found).toEqual(inputs.flatMap((input) => [linesOf(input), []]));
  },
);
