/** The reference and `.env.example` are what lib/env.ts says now, and the example really fits the sandbox. */

import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { parseConfiguration } from "@/lib/env";
import { startSandbox } from "@/sandbox/start-sandbox";
import { envExample, settings, settingsPage } from "@/scripts/settings-page";

const example = readFileSync(".env.example", "utf8");

function parsed(source: Record<string, string | undefined>) {
  return parseConfiguration({ ...source, NODE_ENV: "test" }).settings;
}

const signed = { AUDIT_WEBHOOK_SECRET: "a secret for tests, as long as it must be" };

/** What must be set, too, where these are. */
const needed: Record<string, Record<string, string>> = {
  AUDIT_WEBHOOK_URL: signed,
  AUDIT_ANCHOR_WEBHOOK_URL: signed,
  AUDIT_KEEP_MONTHS: { AUDIT_EXPORT_DIR: "/var/lib/sallyport/record" },
  AUDIT_ANCHOR_S3: { AUDIT_ANCHOR_S3_REGION: "eu-central-1" },
};

/** Anew: `node scripts/run.mjs write-settings-page`. */
test("the reference of settings is up to date", () => {
  expect(readFileSync("docs/operations/settings.md", "utf8")).toBe(settingsPage());
});

test("the example of settings is up to date", () => expect(example).toBe(envExample()));

test.each(settings())("$name is described, with an example that is accepted", (setting) => {
  expect(setting.description).toMatch(/^[A-Z].*\.$/i);
  expect(setting.example).not.toBe("");
  // An example in parentheses tells what belongs there; the others are real values. The file is on no machine but yours.
  if (setting.example.startsWith("(") || setting.name.endsWith("_FILE")) return;
  const beside = needed[setting.name] ?? {};
  expect(() => parsed({ ...parseEnv(example), ...beside, [setting.name]: setting.example })).not.toThrow();
});

test("a secret's default and example are none", () => {
  for (const { secret, fallback, example } of settings()) {
    if (secret) expect([fallback, example]).toEqual(["", expect.stringMatching(/^\(.+\)$|:\.\.\.@/)]);
  }
});

/** Values about the sandbox, with its free ports replaced by the usual ones. */
async function sandboxEnvironment(): Promise<Record<string, string>> {
  const sandbox = await startSandbox();
  await sandbox.close();
  const { environment } = sandbox;
  const usual = [
    [environment.OIDC_ISSUER, 4000],
    [environment.AWS_ENDPOINT_URL_SSO, 4001],
    [environment.CONSOLE_SIGN_IN_URL, 4002],
  ] as const;
  const renamed = (value: string) =>
    usual.reduce((text, [url = "", port]) => text.replace(`:${new URL(url).port}`, `:${port}`), value);
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, renamed(value)]));
}

test("the example works unchanged with the sandbox", async () => {
  const given = parseEnv(example);
  const { PORTAL_SECRET } = given;
  const wanted = await sandboxEnvironment();

  for (const [name, value] of Object.entries(wanted)) {
    if (name.startsWith("AWS_")) expect([name, given[name]]).toEqual([name, value]);
  }
  expect(parsed(given)).toEqual(parsed({ ...wanted, PORTAL_SECRET }));
});
