/** Each thing that AWS's tools do not like is found where it stands, and one click mends it; a file without findings means the same to all. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyFix, type LintInput, lint } from "./lint";
import { type LintRule, lintRules } from "./lint-rules";
import { merge } from "./merge";
import {
  botocoreFails,
  botocoreReads,
  hasBotocore,
  javascriptReads,
  type Reading,
  weRead,
} from "./parsers-for-tests";
import { blockOf, grants, main } from "./sets-for-tests";

const session =
  "[sso-session s]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-central-1\nsso_registration_scopes = sso:account:access\n";
const sso = "sso_session = s\nsso_account_id = 012345678901\nsso_role_name = Admin\nregion = eu-west-1\n";
const role = "role_arn = arn:aws:iam::123456789012:role/Deploy\nregion = eu-west-1\n";

/** A rule, a file that breaks it, where; and the file after one click, where there is one. */
const table: readonly (readonly [LintRule, string, string, string | null])[] = [
  ["byte-order-mark", "\ufeff[profile a]\nregion = eu-west-1\n", "1:1", "[profile a]\nregion = eu-west-1\n"],
  [
    "duplicate-section",
    "[profile a]\nregion = eu-west-1\n[profile a]\nregion = eu-west-1\n",
    "3:1",
    "[profile a]\nregion = eu-west-1\n",
  ],
  ["duplicate-section", "[profile a]\nregion = eu-west-1\n[profile a]\noutput = json\n", "3:1", null],
  [
    "duplicate-section",
    "[profile a]\nregion = eu-west-1\n[profile a]",
    "3:1",
    "[profile a]\nregion = eu-west-1\n",
  ],
  [
    "duplicate-key",
    "[profile a]\nregion = eu-west-1\nregion = eu-west-2\n",
    "3:1",
    "[profile a]\nregion = eu-west-2\n",
  ],
  ["no-equals", "[profile a]\nregion\n", "2:1", "[profile a]\n# region\n"],
  ["no-equals", "[profile a]\n= x\n", "2:1", "[profile a]\n# = x\n"],
  ["text-before-section", "region = x\n[default]\n", "1:1", "# region = x\n[default]\n"],
  ["nested-no-equals", "[profile a]\ns3 =\n  path\n", "3:3", "[profile a]\ns3 =\n#   path\n"],
  [
    "refused-name",
    "[profile __proto__]\nregion = eu-west-1\n",
    "1:1",
    "[profile proto]\nregion = eu-west-1\n",
  ],
  [
    "missing-session",
    `${session}[profile a]\n${sso.replace("= s", "= S-")}`,
    "6:1",
    `${session}[profile a]\n${sso}`,
  ],
  [
    "incomplete-session",
    "[sso-session s]\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n",
    "1:1",
    null,
  ],
  [
    "session-disagrees",
    `${session}[profile a]\nsso_region = us-east-1\n${sso}`,
    "6:1",
    `${session}[profile a]\n${sso}`,
  ],
  [
    "incomplete-sso",
    `${session}[profile a]\nsso_session = s\nsso_role_name = Admin\nregion = eu-west-1\n`,
    "5:1",
    null,
  ],
  [
    "bad-account-id",
    `${session}[profile a]\n${sso.replace("012345678901", "12345678901")}`,
    "7:1",
    `${session}[profile a]\n${sso}`,
  ],
  [
    "missing-source",
    `[profile Base]\nregion = eu-west-1\n[profile a]\nsource_profile = base\n${role}`,
    "4:1",
    `[profile Base]\nregion = eu-west-1\n[profile a]\nsource_profile = Base\n${role}`,
  ],
  [
    "circular-source",
    `[profile a]\nsource_profile = b\n${role}[profile b]\nsource_profile = a\n${role}`,
    "2:1",
    null,
  ],
  ["circular-source", `[profile a]\nsource_profile = a\n${role}`, "2:1", null],
  ["source-count", `[profile a]\n${role}`, "2:1", null],
  [
    "source-count",
    `[profile a]\n${role}credential_source = Environment\nsource_profile = b\n[profile b]\n`,
    "4:1",
    `[profile a]\n${role}source_profile = b\n[profile b]\n`,
  ],
  ["bad-role-setting", "[profile a]\nrole_session_name = a b\n", "2:1", null],
  ["bad-role-setting", "[profile a]\nduration_seconds = 60\n", "2:1", null],
  [
    "duration-between-roles",
    `${session}[profile a]\n${sso}[profile b]\n${role}source_profile = a\nduration_seconds = 7200\n`,
    "14:1",
    `${session}[profile a]\n${sso}[profile b]\n${role}source_profile = a\nduration_seconds = 3600\n`,
  ],
  ["missing-services", "[profile a]\nservices = local\n", "2:1", null],
  ["process-path", "[profile a]\ncredential_process = ~/bin/keys\nregion = eu-west-1\n", "2:1", null],
  ["no-profile-prefix", "[a]\nregion = eu-west-1\n", "1:1", "[profile a]\nregion = eu-west-1\n"],
  [
    "unreadable-name",
    '[profile "my prof"]\nregion = eu-west-1\n',
    "1:1",
    "[profile my-prof]\nregion = eu-west-1\n",
  ],
  [
    "unreadable-name",
    "[profile my prof]\nregion = eu-west-1\n",
    "1:1",
    "[profile my-prof]\nregion = eu-west-1\n",
  ],
  ["unreadable-name", "[profile  a]\nregion = eu-west-1\n", "1:1", "[profile a]\nregion = eu-west-1\n"],
  ["unreadable-name", "[profile.a]\nregion = eu-west-1\n", "1:1", "[profile a]\nregion = eu-west-1\n"],
  [
    "unreadable-name",
    "[profile sso-session.a]\nregion = eu-west-1\n",
    "1:1",
    "[profile a]\nregion = eu-west-1\n",
  ],
  ["duplicate-profile", "[profile a]\n[profile 'a']\n", "2:1", null],
  ["two-defaults", "[default]\n[profile default]\n", "2:1", null],
  ["default-capitals", "[DEFAULT]\nregion = eu-west-1\n", "1:1", null],
  ["names-alike", "[profile a]\n[profile A]\n", "2:1", null],
  ["upper-case-key", "[profile a]\nRegion = eu-west-1\n", "2:1", "[profile a]\nregion = eu-west-1\n"],
  ["colon-delimiter", "[profile a]\nregion: eu-west-1\n", "2:1", "[profile a]\nregion = eu-west-1\n"],
  [
    "inline-comment",
    "[profile a]\r\noutput = json # why\r\n",
    "2:15",
    "[profile a]\r\n# why\r\noutput = json\r\n",
  ],
  ["quoted-value", '[profile a]\nregion = "eu-west-1"\n', "2:10", "[profile a]\nregion = eu-west-1\n"],
  [
    "value-goes-on",
    "[profile a]\ncredential_process = /bin/x\n  --arg y\n",
    "2:1",
    "[profile a]\ncredential_process = /bin/x --arg y\n",
  ],
  ["blank-value", "[profile a]\noutput =\nregion = eu-west-1\n", "2:1", "[profile a]\nregion = eu-west-1\n"],
  ["lone-carriage-return", "[profile a]\rregion = eu-west-1\n", "1:12", "[profile a]\nregion = eu-west-1\n"],
  ["read-differently", "[profile a]\n  s3 =\n    addressing_style = path\n  output = json\n", "4:3", null],
  [
    "bad-setting",
    "[profile a]\nuse_fips_endpoint = True\n",
    "2:1",
    "[profile a]\nuse_fips_endpoint = true\n",
  ],
  ["bad-setting", "[profile a]\nretry_mode = fast\n", "2:1", null],
  ["bad-setting", "[profile a]\ns3 =\n  addressing_style = sideways\n", "3:3", null],
  ["bad-region", "[profile a]\nregion = eu-west-1a\n", "2:1", "[profile a]\nregion = eu-west-1\n"],
  ["plain-http", "[profile a]\nendpoint_url = http://example.com\n", "2:1", null],
  ["plain-http", "[services v]\ns3 =\n  endpoint_url = http://example.com\n", "3:3", null],
  ["start-url-variant", session.replace("/start", "/start#/"), "2:1", session],
  ["start-url-foreign", session.replace("acme.awsapps.com/start", "acme.okta.com/app/aws"), "2:1", null],
  ["session-region", session.replace("eu-central-1", "us-east-1"), "3:1", session],
  [
    "legacy-sso",
    "[profile a]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-central-1\nsso_account_id = 012345678901\nsso_role_name = Admin\nregion = eu-west-1\n",
    "2:1",
    "[profile a]\nsso_session = acme\nsso_account_id = 012345678901\nsso_role_name = Admin\nregion = eu-west-1\n\n[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-central-1\nsso_registration_scopes = sso:account:access\n",
  ],
  [
    "no-registration-scopes",
    "[sso-session s]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-central-1\n",
    "1:1",
    "[sso-session s]\nsso_registration_scopes = sso:account:access\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-central-1\n",
  ],
  [
    "static-beside-sso",
    `${session}[profile a]\naws_access_key_id = ASIAX\naws_secret_access_key = s\n${sso}`,
    "6:1",
    `${session}[profile a]\n${sso}`,
  ],
  ["login-with-others", `${session}[profile a]\nlogin_session = x\n${sso}`, "6:1", null],
  [
    "no-region",
    `${session}[profile a]\n${sso}[profile b]\n${sso.replace("region = eu-west-1\n", "")}`,
    "10:1",
    `${session}[profile a]\n${sso}[profile b]\nregion = eu-west-1\n${sso.replace("region = eu-west-1\n", "")}`,
  ],
  [
    "long-term-key",
    "[profile a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalr\nregion = eu-west-1\n",
    "2:21",
    "[profile a]\nregion = eu-west-1\n",
  ],
  ["long-term-key", "# old: AKIAIOSFODNN7EXAMPLE\n[default]\n", "1:8", "[default]\n"],
  [
    "expired-keys",
    "[profile a]\naws_access_key_id = ASIAX\naws_session_token = t\nx_security_token_expires = 2020-01-01T00:00:00Z\nregion = eu-west-1\n",
    "2:1",
    "[profile a]\nx_security_token_expires = 2020-01-01T00:00:00Z\nregion = eu-west-1\n",
  ],
];

const with_ = (config: string, more: Partial<LintInput> = {}) =>
  lint({ config, instances: [main], now: Date.parse("2026-11-30"), ...more });

describe("is found where it stands, and one click mends it", () => {
  test.each(table)("%s in %j", (rule, config, place, mended) => {
    const found = with_(config).find((one) => one.rule === rule);
    expect(`${found?.line}:${found?.column}`).toBe(place);
    expect(found?.severity).toBe(lintRules[rule][0]);
    if (!found) return;
    expect(found.fix && applyFix(config, found.fix)).toBe(mended);
    if (mended !== null) expect(with_(mended).map((one) => one.rule)).not.toContain(rule);
  });

  test("every rule is in this table, but those of the other file", () => {
    const shown = new Set([...table.map(([rule]) => rule), "prefix-in-credentials"]);
    expect(Object.keys(lintRules).filter((rule) => !shown.has(rule))).toEqual([]);
  });

  test("a byte order mark moves what stands behind it", () => {
    const config = "\ufeff[a]\nregion = eu-west-1a\n";
    const [, ...rest] = with_(config);
    expect(rest.map(({ line, column, fix }) => [line, column, fix && applyFix(config, fix)])).toEqual([
      [1, 2, "\ufeff[profile a]\nregion = eu-west-1a\n"],
    ]);
  });

  test("what a key says is never shown, but for its end", () => {
    const config =
      "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n";
    const said = JSON.stringify(with_(config));
    expect(said).toContain("ending in MPLE");
    expect(said).not.toMatch(/AKIA|wJalr/);
  });
});

test.skipIf(!hasBotocore)(
  "what is said to fail a profile fails it, and the keys that it needs do not",
  () => {
    const keys = "aws_access_key_id = ASIAX\naws_secret_access_key = s\nregion = eu-west-1\n";
    const noUrl = session.replace(/sso_start_url.*\n/, "");
    const failing: readonly (readonly [LintRule, string])[] = [
      ["missing-session", `[profile a]\n${sso}`],
      ["incomplete-session", `${noUrl}[profile a]\n${sso}`],
      ["session-disagrees", `${session}[profile a]\nsso_region = us-east-1\n${sso}`],
      ["incomplete-sso", `${session}[profile a]\nsso_session = s\nsso_role_name = Admin\n`],
      ["missing-source", `[profile a]\nsource_profile = b\n${role}`],
      ["circular-source", `[profile a]\nsource_profile = b\n${role}[profile b]\nsource_profile = a\n${role}`],
      ["circular-source", `[profile a]\nsource_profile = a\n${role}`],
      ["source-count", `[profile a]\n${role}`],
      [
        "source-count",
        `[profile a]\nsource_profile = b\ncredential_source = Environment\n${role}[profile b]\n${keys}`,
      ],
      ["missing-services", `[profile a]\nservices = local\n${keys}`],
      ["process-path", "[profile a]\ncredential_process = ~/bin/keys\nregion = eu-west-1\n"],
    ];
    for (const [rule, config] of failing) expect(with_(config).map((one) => one.rule)).toContain(rule);
    const fails = botocoreFails([...failing.map(([, config]) => config), `[profile a]\n${keys}`]);
    expect(fails.slice(0, -1).filter((fault) => fault === null)).toEqual([]);
    expect(fails.at(-1)).toBeNull();
  },
);

describe("the credentials file", () => {
  test("a profile's prefix is no part of the name there", () => {
    const credentials = "[profile a]\naws_access_key_id = ASIAX\n";
    const [found] = with_("", { credentials });
    expect(found).toMatchObject({ rule: "prefix-in-credentials", file: "credentials", line: 1 });
    expect(found?.fix && applyFix(credentials, found.fix)).toBe("[a]\naws_access_key_id = ASIAX\n");
  });

  test("keys beside a sign-in are found across both files, and a source in it is one", () => {
    const credentials =
      "[a]\naws_access_key_id = ASIAX\naws_secret_access_key = s\n[base]\naws_access_key_id = ASIAY\n";
    const config = `${session}[profile a]\n${sso}[profile b]\n${role}source_profile = base\n`;
    const found = with_(config, { credentials });
    expect(found.map(({ rule, file, line }) => [rule, file, line])).toEqual([
      ["static-beside-sso", "credentials", 2],
    ]);
    expect(found[0]?.fix && applyFix(credentials, found[0].fix)).toBe(
      "[a]\n[base]\naws_access_key_id = ASIAY\n",
    );
  });
});

describe("nothing is found", () => {
  test("in what we write ourselves, in a file of its own or beside others", () => {
    const done = merge(
      `${session}[default]\nregion = eu-west-1\noutput = json\n[profile a]\n${sso}[services v]\ns3 =\n  endpoint_url = http://localhost:4566\n`,
      blockOf(grants(40)),
    );
    expect(done.ok && with_(done.text)).toEqual([]);
  });

  test.skipIf(!hasBotocore)("only where both parsers read the same", async () => {
    const piece = fc.constantFrom(
      ..."[profile a]|[profile b]|[default]|[profile c.d]|[profile.e]|[sso-session s]|[services v]|[other x]|[profile a] # c|[profile a] x|[profile 'b']|region = eu-west-1|output = json|x = y=z|k = v #c|k2 = v#c|s3 =|  addressing_style = path|  use_arn_region = true|    deeper = 1|  [a=b]|  [profile z]|q =\u00a0v|\u3000w = v|u = v\u0085|# c|; c|  # c||  |\tt = 1".split(
        "|",
      ),
    );
    const file = fc.array(piece, { maxLength: 9 }).map((lines) => lines.map((line) => `${line}\n`).join(""));
    const clean = fc
      .sample(file, 6000)
      .filter((text) => lint({ config: text }).every(({ severity }) => severity === "note"));
    expect(clean.length).toBeGreaterThan(100);
    const theirs = botocoreReads(clean);
    for (const [at, text] of clean.entries()) {
      const read = await javascriptReads(text);
      expect([text, flat(theirs[at])]).toEqual([text, withEmpty(read, theirs[at])]);
    }
  });

  /** Blocks within a section as JavaScript names them. */
  function flat(reading: Reading | undefined): unknown {
    if (reading === undefined || reading === "error") return reading;
    const each = (sections: Record<string, Record<string, unknown>>) =>
      Object.fromEntries(
        Object.entries(sections).map(([name, settings]) => [
          name,
          Object.fromEntries(
            Object.entries(settings).flatMap(([key, value]) =>
              typeof value === "object" && value !== null
                ? Object.entries(value).map(([inner, one]) => [`${key}.${inner}`, one])
                : [[key, value]],
            ),
          ),
        ]),
      );
    return {
      profiles: each(reading.profiles),
      sessions: each(reading.sessions),
      services: each(reading.services),
    };
  }

  /** JavaScript leaves out sections without keys. */
  function withEmpty(read: Exclude<Reading, "error">, theirs: Reading | undefined): unknown {
    if (theirs === undefined || theirs === "error") return read;
    const empty = (sections: object) => Object.fromEntries(Object.keys(sections).map((name) => [name, {}]));
    return {
      profiles: { ...empty(theirs.profiles), ...read.profiles },
      sessions: { ...empty(theirs.sessions), ...read.sessions },
      services: { ...empty(theirs.services), ...read.services },
    };
  }
});

test("any text is read to its end, and any fix leaves a text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."[]=:#; \t\n\r\"'\\profilea.\u00a0\ufeff"), maxLength: 80 }),
      (config) => {
        for (const { fix, line, column } of lint({ config, credentials: config })) {
          expect(Math.min(line, column)).toBeGreaterThan(0);
          if (fix) expect(typeof applyFix(config, fix)).toBe("string");
        }
        expect(weRead(config)).toBeDefined();
      },
    ),
  );
});

test("a hostile file takes the time of its size, and is not told line by line", () => {
  const parts = [
    "[x\n",
    "k=v # c\n",
    "AKIAIOSFODNN7EXAMPLE\n",
    "[profile a b]\nk=1\n",
    "k =\n  a=b\n",
    "[a]\rregion=x\r",
  ];
  for (const part of parts) {
    const config = `[profile z]\n${part.repeat(Math.ceil(200_000 / part.length))}`;
    expect(lint({ config, credentials: config, now: 0 }).length).toBeLessThan(10_000);
  }
  const many = Array.from(
    { length: 10_000 },
    (_, at) => `[profile p${at}]\nsso_session = x${at}\n[sso-session y${at}]\n`,
  );
  expect(lint({ config: many.join("") }).length).toBeLessThan(10_000);
});
