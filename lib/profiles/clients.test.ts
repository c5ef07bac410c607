/**
 * AWS's own tools read what we write: botocore's parser, the AWS CLI on top of it and the SDK for JavaScript's find the same profiles
 * with the same values, whatever accounts are called.
 */

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settingChoices, settingKeys, valueFault } from "@/lib/core/config-settings";
import type { ProfileChain } from "@/lib/core/profile-set";
import { lint } from "./lint";
import { botocoreReads, hasBotocore, javascriptReads } from "./parsers-for-tests";
import { configText, type ProfileBlock } from "./profile-block";
import { build, grant, grants, main, set } from "./sets-for-tests";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "profiles-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What is meant: profile, then key, then value. Blocks within a section under their full key. */
function meant({ profiles, sessions }: ProfileBlock) {
  const of = (sections: ProfileBlock["sessions"]) =>
    Object.fromEntries(sections.map(({ name, settings }) => [name, Object.fromEntries(settings)]));
  return { profiles: of(profiles), sessions: of(sessions), services: {} };
}

function nested(settings: Record<string, unknown>): Record<string, unknown> {
  const plain = Object.entries(settings).filter(([key]) => !key.includes("."));
  const inner = Object.entries(settings).filter(([key]) => key.startsWith("s3."));
  const s3 = inner.map(([key, value]) => [key.slice(3), value] as const);
  return Object.fromEntries([...plain, ...(s3.length > 0 ? [["s3", Object.fromEntries(s3)] as const] : [])]);
}

const chain: ProfileChain = {
  name: "deploy",
  source: { kind: "grant", grant: { instance: "main", accountId: "000000000001", role: "Admin" } },
  roleArn: "arn:aws:iam::123456789012:role/path/Deploy",
  externalId: "a:b/c=d",
  mfaSerial: "arn:aws:iam::123456789012:mfa/ada",
  durationSeconds: 3600,
  sessionName: "ada@example.com",
  region: null,
};
const chains: ProfileChain[] = [
  chain,
  { ...chain, name: "further", source: { kind: "profile", name: "deploy" } },
  {
    ...chain,
    name: "task",
    source: { kind: "credential-source", credentialSource: "EcsContainer" },
    mfaSerial: null,
  },
  {
    ...chain,
    name: "pod",
    source: { kind: "web-identity", tokenFile: "/var/run/a token" },
    mfaSerial: null,
    externalId: null,
  },
];

const word = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "a]b",
    "x # y",
    "__proto__",
    "default",
    "constructor",
    "-v",
    "a=b",
    "[profile z]",
    "é",
    "A",
    "a",
  ),
);
const hostile = fc
  .uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 9 }),
      role: fc.constantFrom("A", "a", "a+b", "a=b,c.d@e-f_g", "__proto__"),
    }),
    { maxLength: 10, selector: ({ id, role }) => `${id}/${role}` },
  )
  .chain((all) => fc.tuple(...all.map(({ id, role }) => word.map((name) => grant(String(id), name, role)))));
const value = fc
  .string({ unit: fc.constantFrom(..."aZ0 #;=:[]\"'%$\\{}~,./-"), minLength: 1, maxLength: 20 })
  .filter((text) => valueFault(text) === null);
const defaults = fc
  .uniqueArray(fc.constantFrom(...settingKeys), { maxLength: 6 })
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        (settingChoices(key) ? fc.constantFrom(...(settingChoices(key) ?? [])) : value).map(
          (one) => [key, one] as const,
        ),
      ),
    ),
  )
  .map((entries) => Object.fromEntries(entries));

describe.skipIf(!hasBotocore)("botocore and the SDK for JavaScript read the same", () => {
  async function check(blocks: readonly ProfileBlock[]) {
    const texts = blocks.map(configText);
    const theirs = botocoreReads(texts);
    for (const [at, block] of blocks.entries()) {
      const ours = meant(block);
      const profiles = Object.fromEntries(
        Object.entries(ours.profiles).map(([name, settings]) => [name, nested(settings)]),
      );
      expect(theirs[at]).toEqual({ ...ours, profiles });
      expect(await javascriptReads(texts[at] ?? "")).toEqual(ours);
    }
  }
  test.each([1, 500, 5000])("%d profiles", (count) => check([build(grants(count)).block]));
  test("profiles of every kind", async () => {
    const some = [grant("1", "pay"), grant("2", "shop")];
    const all = {
      ...set,
      chains,
      regions: ["eu-west-1", "us-east-1"],
      defaults: {
        output: "json",
        "s3.addressing_style": "path",
        "s3.use_arn_region": "true",
        cli_pager: "less -R",
      },
    };
    const bySession = build(some, { set: all });
    const byProcess = build(some, {
      set: { ...all, kind: "credential-process" },
      machine: { system: "unix", home: "/home/ada b" },
    });
    expect([...bySession.faults, ...byProcess.faults, ...bySession.skipped]).toEqual([]);
    await check([bySession.block, byProcess.block]);
    for (const { block } of [bySession, byProcess])
      expect(lint({ config: configText(block), instances: [main] })).toEqual([]);
  });
  test("whatever accounts are called and whatever the defaults are", async () => {
    const made = fc
      .sample(fc.tuple(hostile, defaults), 400)
      .map(
        ([some, lines]) =>
          build(some, { set: { ...set, nameTemplate: "{account_name}", defaults: lines } }).block,
      );
    expect(made.filter(({ profiles }) => profiles.length > 1).length).toBeGreaterThan(100);
    await check(made);
  });
});

test.skipIf(spawnSync("aws", ["--version"]).status !== 0)("the AWS CLI finds each value", () => {
  const config = join(folder, "config");
  writeFileSync(config, configText(build(grants(500)).block));
  const get = (key: string, profile: string) =>
    spawnSync("aws", ["configure", "get", key, "--profile", profile], {
      env: {
        PATH: process.env.PATH ?? "",
        HOME: process.env.HOME ?? folder,
        AWS_CONFIG_FILE: config,
        NODE_ENV: "test",
      },
      encoding: "utf8",
    }).stdout.trim();
  expect(get("sso_account_id", "team-7-account.Admin")).toBe("000000000007");
  expect(get("sso_session", "team-499-account.Admin")).toBe("sallyport-main");
  expect(get("region", "team-0-account.Admin")).toBe("eu-west-1");
});

describe("the line that fetches keys", () => {
  const role = "a+b=c,d.e@f-g_h";
  const url = `https://portal.example.com/api/v1/process/main/000000000001/${encodeURIComponent(role)}`;
  const lineFor = (home: string, system: "unix" | "windows" = "unix") => {
    const { block, faults } = build([grant("1", "pay", role)], {
      set: { ...set, kind: "credential-process" },
      machine: { system, home },
    });
    return faults.length > 0 ? faults.join() : block.profiles[0]?.settings[0]?.[1];
  };

  test("is one command with an absolute path, and holds no secret", () => {
    expect(lineFor("/home/ada")).toBe(
      `curl --fail --silent --show-error --header @/home/ada/.config/sallyport/header ${url}`,
    );
    expect(lineFor("C:\\Users\\ada", "windows")).toBe(
      `curl.exe --fail --silent --show-error --header @C:\\Users\\ada\\.config\\sallyport\\header ${url}`,
    );
    expect(lineFor("/Users/ada b/")).toContain('--header "@/Users/ada b/.config/sallyport/header" ');
  });

  test.each([
    "~",
    "$HOME",
    "home/ada",
    "",
    "/a'b",
    '/a"b',
    "/a`b",
    "/a$b",
    "/a\\b",
    "/a\nb",
    "/a;b",
    "/a #b",
    "/é",
    "C:\\x",
    `/${"a".repeat(300)}`,
  ])("is not written for a home folder that a shell would change: %j", (home) =>
    expect(lineFor(home)).toContain("has to be an absolute path such as /home/ada"),
  );

  test.skipIf(!hasBotocore)("gives curl the same words, by botocore and by the SDK for JavaScript", () => {
    const home = join(folder, "ada b");
    const bin = join(folder, "bin");
    const config = join(folder, "process");
    const said = join(folder, "said");
    mkdirSync(bin, { recursive: true });
    const keys = JSON.stringify({
      Version: 1,
      AccessKeyId: "ASIAEXAMPLE",
      SecretAccessKey: "s",
      SessionToken: "t",
      Expiration: "2098-01-01T00:00:00Z",
    });
    writeFileSync(
      join(bin, "curl"),
      `#!/bin/sh\nfor word in "$@"; do printf '%s\\n' "$word"; done > '${said}'\necho '${keys}'\n`,
    );
    chmodSync(join(bin, "curl"), 0o755);
    const { block } = build([grant("1", "pay", role)], {
      set: { ...set, kind: "credential-process", nameTemplate: "p" },
      machine: { system: "unix", home },
    });
    writeFileSync(config, configText(block));
    const env = {
      PATH: `${bin}:${process.env.PATH ?? ""}`,
      HOME: process.env.HOME ?? folder,
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      NODE_NO_WARNINGS: "1",
      NODE_ENV: "test",
    } as const;
    const python =
      'import botocore.session; print(botocore.session.Session(profile="p").get_credentials().access_key)';
    const node =
      'import { STSClient } from "@aws-sdk/client-sts"; console.log((await new STSClient({ profile: "p" }).config.credentials()).accessKeyId)';
    for (const [program, ...args] of [
      ["python3", "-c", python],
      ["node", "--input-type=module", "-e", node],
    ] as const) {
      const done = spawnSync(program, args, { env, encoding: "utf8" });
      expect([done.stdout.trim(), done.stderr]).toEqual(["ASIAEXAMPLE", ""]);
      expect(readFileSync(said, "utf8").trim().split("\n")).toEqual([
        "--fail",
        "--silent",
        "--show-error",
        "--header",
        `@${home}/.config/sallyport/header`,
        url,
      ]);
    }
  });
});
