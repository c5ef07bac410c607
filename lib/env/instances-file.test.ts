/** The file of instances: what it may say, that every fault is named with its line, and that nothing in it does harm. */

import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseConfiguration } from "@/lib/env";

const application = "application/ssoins-1234567890abcdef/apl-1234567890abcdef";

const others = {
  PORTAL_URL: "https://aws.example.com",
  PORTAL_SECRET: "not-a-secret-not-a-secret-not-a-secret",
  OIDC_ISSUER: "https://id.example.com",
  OIDC_CLIENT_ID: "sallyport",
  OIDC_CLIENT_SECRET: "not-a-secret-either",
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "instances-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(text: string | Uint8Array): string {
  const path = join(folder, "instances.yaml");
  writeFileSync(path, text);
  return path;
}

function configuration(path: string, changes: Record<string, string> = {}) {
  return parseConfiguration({ ...others, INSTANCES_FILE: path, ...changes, NODE_ENV: "test" });
}

/** What the start would print, a line for each fault. */
function faultsOf(path: string, changes: Record<string, string> = {}): string[] {
  try {
    configuration(path, changes);
  } catch (fault) {
    const lines = fault instanceof Error ? fault.message.split("\n") : [String(fault)];
    return lines.slice(1).map((line) => line.trim());
  }
  return [];
}

const faults = (text: string | Uint8Array) => faultsOf(written(text));

/** One that is right but for what is given. A value of undefined leaves the line out. */
function entry(changes: Record<string, string | undefined> = {}): string {
  const lines = {
    id: "main",
    startUrl: "https://acme.awsapps.com/start",
    region: "eu-west-1",
    connect: "device-code",
    ...changes,
  };
  const said = Object.entries(lines).filter(([, value]) => value !== undefined);
  return said.map(([name, value], index) => `${index === 0 ? "- " : "  "}${name}: ${value}\n`).join("");
}

test("instances are listed in the file's order, each with its own region and way to connect", () => {
  const path = written(`
# The company's own.
- id: main
  label: Acme
  startUrl: https://D-1234567890.awsapps.com/start/#/
  region: eu-west-1
  connect: trusted-issuer
  applicationArn: arn:aws:sso::123456789012:${application}
  organization:
    roleArn: arn:aws:iam::123456789012:role/readers/SallyportOrganization
- id: gov
  startUrl: 'https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/acme'
  region: us-gov-west-1
  connect: device-code
- { id: cn, startUrl: "https://start.home.awsapps.cn/directory/acme#/", region: cn-north-1, connect: device-code }
- id: partners
  label: 2024
  startUrl: https://ssoins-1234567890abcdef.portal.us-west-2.app.aws
  region: us-west-2
  connect: trusted-issuer
  applicationArn: arn:aws:sso::210987654321:${application}
  organization: {}
`);
  expect(configuration(path).instances).toEqual([
    {
      id: "main",
      label: "Acme",
      startUrl: "https://d-1234567890.awsapps.com/start",
      region: "eu-west-1",
      connect: "trusted-issuer",
      applicationArn: `arn:aws:sso::123456789012:${application}`,
      organization: { roleArn: "arn:aws:iam::123456789012:role/readers/SallyportOrganization" },
    },
    {
      id: "gov",
      label: "start.us-gov-west-1.us-gov-home.awsapps.com",
      startUrl: "https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/acme",
      region: "us-gov-west-1",
      connect: "device-code",
      applicationArn: null,
      organization: null,
    },
    {
      id: "cn",
      label: "start.home.awsapps.cn",
      startUrl: "https://start.home.awsapps.cn/directory/acme",
      region: "cn-north-1",
      connect: "device-code",
      applicationArn: null,
      organization: null,
    },
    {
      id: "partners",
      label: "2024",
      startUrl: "https://ssoins-1234567890abcdef.portal.us-west-2.app.aws",
      region: "us-west-2",
      connect: "trusted-issuer",
      applicationArn: `arn:aws:sso::210987654321:${application}`,
      organization: { roleArn: null },
    },
  ]);
});

test("the example of the documents is a file that the start takes", () => {
  const page = readFileSync("docs/operations/instances.md", "utf8");
  const [, example = ""] = /^```yaml\n([\s\S]*?)^```/m.exec(page) ?? [];
  expect(configuration(written(example)).instances.map(({ id }) => id)).toEqual([
    "main",
    "partners",
    "gov",
    "china",
  ]);
});

test("JSON is YAML too, and a link to the file is followed", () => {
  const one = {
    id: "main",
    startUrl: "https://acme.awsapps.com/start",
    region: "eu-west-1",
    connect: "device-code",
  };
  const link = join(folder, "link.yaml");
  symlinkSync(written(`\uFEFF${JSON.stringify([one], null, 2)}\r\n`), link);
  expect(configuration(link).instances).toMatchObject([one]);
});

test("a file with three faults names all three, each with its line, beside the environment's", () => {
  const path = written(
    entry({ region: "eu-wset-1" }) +
      entry({ id: "Partners", startUrl: "https://beta.awsapps.com/start" }) +
      entry({ id: "third", startUrl: "https://gamma.awsapps.com/start", connect: "trusted-issuer" }),
  );
  expect(faultsOf(path, { SESSION_HOURS: "100" })).toEqual([
    expect.stringContaining("SESSION_HOURS: "),
    "INSTANCES_FILE, line 3, column 11: entry 1, region: must be an AWS region's code, of a partition that has Identity Center",
    "INSTANCES_FILE, line 5, column 7: entry 2, id: An instance is named by 1 to 32 of a-z, 0-9 and -.",
    "INSTANCES_FILE, line 9, column 3: entry 3, applicationArn: is needed with trusted-issuer",
  ]);
});

test.each<[string, Record<string, string | undefined>, string]>([
  ["no id", { id: undefined }, "line 1, column 3: entry 1, id: is missing"],
  ["no region", { region: undefined }, "line 1, column 3: entry 1, region: is missing"],
  ["no way to connect", { connect: undefined }, "entry 1, connect: is missing"],
  ["another way to connect", { connect: "saml" }, "line 4, column 12: entry 1, connect: "],
  [
    "no start URL's form",
    { startUrl: "acme.awsapps.com/start" },
    "entry 1, startUrl: must be the https address",
  ],
  ["plain http", { startUrl: "http://sso.example.com" }, "entry 1, startUrl: must be the https address"],
  [
    "no instance's name",
    { startUrl: "https://start.us-gov-home.awsapps.com" },
    "entry 1, startUrl: must be the",
  ],
  ["an isolated region", { region: "us-iso-east-1" }, "entry 1, region: must be an AWS region's code"],
  [
    "another region in the host",
    { startUrl: "https://ssoins-1.portal.us-west-2.app.aws" },
    "line 2, column 13: entry 1, startUrl: names another region than the instance's",
  ],
  [
    "another partition's host",
    { startUrl: "https://start.home.awsapps.cn/directory/acme" },
    "entry 1, startUrl: is of another partition than the instance's region",
  ],
  [
    "an address that leads to AWS, with codes",
    { startUrl: "https://sso.example.com" },
    "entry 1, startUrl: must be AWS's own address with device-code",
  ],
  [
    "an application beside codes",
    { applicationArn: `arn:aws:sso::123456789012:${application}` },
    "entry 1, applicationArn: is used by",
  ],
  [
    "an application of another partition",
    { connect: "trusted-issuer", applicationArn: `arn:aws-cn:sso::123456789012:${application}` },
    "line 5, column 19: entry 1, applicationArn: is of another partition",
  ],
  [
    "a role of another partition",
    { organization: "{ roleArn: arn:aws-us-gov:iam::123456789012:role/Reader }" },
    "entry 1, organization.roleArn: is of another partition",
  ],
  [
    "a role that is none",
    { organization: "{ roleArn: Reader }" },
    "line 5, column 28: entry 1, organization.roleArn: must be the ARN",
  ],
  ["an organization that is a word", { organization: "true" }, "line 5, column 17: entry 1, organization: "],
  ["an organization that is nothing", { organization: "" }, "entry 1, organization: "],
  ["an unknown name", { regoin: "eu-west-1" }, "line 5, column 3: entry 1: has a name that is none of id, "],
  [
    "a name that every object has",
    { constructor: "x" },
    "line 5, column 3: entry 1: has a name that is none of id, label, startUrl, region, connect, applicationArn, organization",
  ],
  [
    "a name that none should have",
    { __proto__x: "x" },
    "line 5, column 3: entry 1: has a name that is none of id, label, startUrl, region, connect, applicationArn, organization",
  ],
  ["an empty label", { label: '" "' }, "line 5, column 10: entry 1, label: must be 1 to 40 characters"],
  [
    "a label that turns the line round",
    { label: '"\\u202Emain"' },
    "entry 1, label: must be 1 to 40 characters",
  ],
  ["a label of two lines", { label: '"a\\nb"' }, "entry 1, label: must be 1 to 40 characters"],
  ["a list in place of a text", { region: "[eu-west-1]" }, "line 3, column 11: entry 1, region: "],
  ["a mapping in place of a text", { id: "{ a: b }" }, "line 1, column 7: entry 1, id: "],
])("%s is refused", (_, changes, said) => {
  const found = faults(entry(changes));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(said);
});

test("__proto__ is a name like any other, and not known", () => {
  expect(faults(`- __proto__: { region: eu-west-1 }\n${entry().replace("- ", "  ")}`)).toEqual([
    "INSTANCES_FILE, line 1, column 3: entry 1: has a name that is none of id, label, startUrl, region, connect, applicationArn, organization",
  ]);
});

test("two entries of one id, or of one portal however it is written, are refused", () => {
  const second = { id: "second", startUrl: "https://Acme.awsapps.com" };
  expect(faults(entry() + entry({ ...second, startUrl: "https://beta.awsapps.com", id: "main" }))).toEqual([
    "INSTANCES_FILE, line 5, column 7: entry 2, id: is that of entry 1 already",
  ]);
  expect(faults(entry() + entry(second))).toEqual([
    "INSTANCES_FILE, line 6, column 13: entry 2, startUrl: is that of entry 1 already",
  ]);
});

test("what needs the portal's own AWS identity is of one partition", () => {
  const china = { id: "cn", startUrl: "https://start.home.awsapps.cn/directory/acme", region: "cn-north-1" };
  const arn = { connect: "trusted-issuer", applicationArn: `arn:aws:sso::123456789012:${application}` };
  const inChina = { ...china, ...arn, applicationArn: arn.applicationArn.replace("arn:aws:", "arn:aws-cn:") };
  expect(faults(entry(arn) + entry(china))).toEqual([]);
  expect(faults(entry() + entry(inChina))).toEqual([]);
  const both = faults(entry(arn) + entry(inChina));
  expect(both).toEqual([
    expect.stringContaining("line 8, column 11: entry 2, region: trusted-issuer and organization"),
  ]);
});

test.each([
  "IDENTITY_CENTER_START_URL",
  "IDENTITY_CENTER_REGION",
  "IDENTITY_CENTER_CONNECT",
  "ORGANIZATION_DATA",
])("%s says nothing beside a file", (name) => {
  const value = { IDENTITY_CENTER_CONNECT: "device-code", ORGANIZATION_DATA: "true" }[name] ?? "eu-west-1";
  expect(faultsOf(written(entry()), { [name]: value }).join()).toContain(
    `${name}: must not be set beside INSTANCES_FILE`,
  );
});

test("one address of AWS's cannot stand for several regions; this machine can", () => {
  const two = written(
    entry() + entry({ id: "two", startUrl: "https://beta.awsapps.com/start", region: "us-west-2" }),
  );
  const endpoint = { AWS_ENDPOINT_URL_SSO: "https://vpce-1.portal.sso.eu-west-1.vpce.amazonaws.com" };
  expect(faultsOf(two, endpoint)).toEqual([
    "AWS_ENDPOINT_URL_SSO: must not be set with instances in several regions: it is the address of one",
  ]);
  expect(faultsOf(two, { AWS_ENDPOINT_URL_SSO: "http://127.0.0.1:4001" })).toEqual([]);
  expect(faultsOf(written(entry()), endpoint)).toEqual([]);
});

test.each([
  ["empty", "", ": must be a list of 1 to 20 instances"],
  ["an empty list", "[]", ": must be a list of 1 to 20 instances"],
  ["one instance without its dash", entry().replace("- ", "  "), ": must be a list of 1 to 20 instances"],
  ["a text", "main", ": must be a list of 1 to 20 instances"],
  ["a list of texts", "- main\n- partners", ", line 1, column 3: entry 1: "],
  ["more than twenty", entry().repeat(21), ": must be a list of 1 to 20 instances"],
  ["larger than 64 kB", `# ${"x".repeat(66_000)}\n${entry()}`, ": is larger than 64 kB"],
  ["10 MB", entry().repeat(120_000), ": is larger than 64 kB"],
  ["bytes that are no text", new Uint8Array([0x2d, 0x20, 0xff, 0xfe, 0x00]), ": cannot be read"],
  ["a wrong indent", "- id: main\n region: eu-west-1\n", ", line 2, column 1: is not YAML here"],
  [
    "a name said twice",
    `${entry()}  region: eu-west-2\n`,
    ", line 5, column 3: is not YAML here (DUPLICATE_KEY)",
  ],
  ["two documents", `${entry()}---\n${entry()}`, "is not YAML here (MULTIPLE_DOCS)"],
  ["a quote without its end", '- id: "main\n', "is not YAML here (MISSING_CHAR)"],
  [
    "a tag that makes functions",
    "- id: !!js/function 'x'\n",
    ", line 1, column 21: has an alias, an anchor or a tag",
  ],
  ["a tag that makes bytes", "- id: !!binary bWFpbg==\n", "has an alias, an anchor or a tag"],
  ["an anchor", `- &a\n  id: main\n`, "has an alias, an anchor or a tag"],
  ["an alias of nothing", "- *a\n", "line 1, column 3: "],
  ["brackets without end", "[".repeat(60_000), ""],
  ["mappings without end", "{a: ".repeat(15_000), ""],
  ["a thousand small errors", "- }\n".repeat(1000), "is not YAML here"],
])("a file that is %s is refused, briefly", (_, text, said) => {
  const found = faults(text);
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThanOrEqual(51);
  expect(found.join("\n").length).toBeLessThan(10_000);
  expect(found[0]).toMatch(/^INSTANCES_FILE(:|, line \d+, column \d+:) /);
  expect(found[0]).toContain(said);
});

test("a billion laughs are not laughed", () => {
  const levels = "abcdefghi".split("").map((name, index, all) => {
    const before = index === 0 ? '"lol"' : `*${all[index - 1]}`;
    return `${name}: &${name} [${Array(9).fill(before).join(", ")}]`;
  });
  expect(faults(levels.join("\n"))).toContainEqual(
    expect.stringContaining("has an alias, an anchor or a tag"),
  );
});

test("merge keys merge nothing", () => {
  expect(faults(`${entry()}  <<: { label: merged }\n`)).toEqual([
    "INSTANCES_FILE, line 5, column 3: entry 1: has a name that is none of id, label, startUrl, region, connect, applicationArn, organization",
  ]);
});

test("numbers, dates and yes are the texts that were written", () => {
  expect(configuration(written(entry({ id: "007", label: "2026-11-21" }))).instances).toMatchObject([
    { id: "007", label: "2026-11-21" },
  ]);
  expect(configuration(written(entry({ id: "yes", label: "0o17" }))).instances).toMatchObject([
    { id: "yes", label: "0o17" },
  ]);
});

test.each([
  ["missing", "nothing-here.yaml", "cannot be read (ENOENT)"],
  ["a folder", ".", "is not a file"],
])("a path that is %s is a fault without the path", (_, name, said) => {
  const found = faultsOf(join(folder, name));
  expect(found).toEqual([`INSTANCES_FILE: ${said} (example: /etc/sallyport/instances.yaml)`]);
});

test("an endless file is not read to its end", () =>
  expect(faultsOf("/dev/zero")).toEqual([expect.stringContaining("INSTANCES_FILE: is not a file")]));

describe("whatever stands in the file, no value of it is said", () => {
  const canary = "c4nary";
  test.each([
    ...["id", "label", "startUrl", "region", "connect", "applicationArn", "organization", "token"].map(
      (name) => entry({ [name]: `"${canary}\\n\\u202E"` }),
    ),
    entry({ organization: `{ roleArn: ${canary} }` }),
    entry({ [`${canary}key`]: "x" }),
    `- ${canary}\n`,
    `${canary}: &${canary} *${canary}\n`,
    `- id: !${canary} ${canary}\n`,
    `- id: "${canary}\n`,
    `- ${canary}: ${canary}: ${canary}\n`,
    `%${canary} 1\n---\n- ${canary}\n`,
    `- ? [${canary}]\n  : x\n`,
  ])("%j", (text) => {
    const found = faults(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join("\n")).not.toContain(canary);
  });
});
