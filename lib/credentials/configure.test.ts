/** Lines of `aws configure set`, carried out by the AWS CLI itself. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configure } from "./configure";
import { ini } from "./ini";
import { accepted, hostileInput, isHere, withKeys } from "./inputs-for-tests";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "configure-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const input = withKeys();

const filesNow = () => ["credentials", "config"].map((name) => readFileSync(join(folder, name), "utf8"));

/** Runs the lines in bash, and gives both files as the AWS CLI left them. */
function filesAfter(lines: string): string[] {
  const env = {
    NODE_ENV: "test",
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? "",
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
    AWS_CONFIG_FILE: join(folder, "config"),
  } as const;
  const done = spawnSync("bash", ["-e", "-c", lines], { env, cwd: folder, encoding: "utf8" });
  expect(done).toMatchObject({ status: 0, stderr: "", stdout: "" });
  return filesNow();
}

test("the AWS CLI replaces what the profile held, leaves the others, and undone no key is left", {
  timeout: 120_000,
}, (context) => {
  context.skip(!isHere("aws"), "aws is not on PATH");
  const other = "[other]\naws_access_key_id = AKIAOTHER\n";
  const older = withKeys({ accessKeyId: "ASIAOLD", secretAccessKey: "old", sessionToken: "older" });
  writeFileSync(join(folder, "credentials"), `${ini.render({ ...older, region: undefined })}${other}`);
  writeFileSync(join(folder, "config"), "");

  const [credentials = "", config] = filesAfter(configure.render(input));
  const wanted = ini.render({ ...input, region: undefined }).replace(/^#.*\n/m, "");
  expect(credentials.replace(/^#.*\n/m, "")).toBe(`${wanted}${other}`);
  expect(config).toContain(`[profile ${input.profileName}]\n`);
  expect(config).toContain("region = eu-central-1\n");

  const [undone = ""] = filesAfter(configure.undo(input));
  expect(undone).toContain(other);
  for (const value of Object.values(input.credentials)) expect(undone).not.toContain(value);
});

test("every line is nine words that no shell changes, or it is refused", () => {
  fc.assert(
    fc.property(fc.oneof(hostileInput, accepted(configure.render)), (from) => {
      const text = (() => {
        try {
          return configure.render(from);
        } catch (fault) {
          return String(fault);
        }
      })();
      if (text.startsWith("Error")) return;
      for (const line of text.trimEnd().split("\n")) {
        expect(line).toMatch(
          /^aws configure set [a-z_]+ [A-Za-z0-9_+/=.:][A-Za-z0-9_+/=.:-]* --profile [A-Za-z0-9_.-]+$/,
        );
      }
    }),
    { numRuns: 200 },
  );
});

test("what AWS makes is never refused", () => {
  fc.assert(
    fc.property(fc.base64String({ minLength: 4, maxLength: 3000 }), (sessionToken) => {
      expect(configure.render(withKeys({ sessionToken }))).toContain(sessionToken);
    }),
  );
});
