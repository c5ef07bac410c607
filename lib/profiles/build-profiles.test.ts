/** What becomes of a set, of assumed roles, and of each form in which it leaves. */

import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { ProfileChain } from "@/lib/core/profile-set";
import { configText } from "./profile-block";
import { isProfileFormatId, type ProfileFormatId, profileFormats } from "./profile-formats";
import { build, grant, main, names, set } from "./sets-for-tests";

const pay = grant("1", "Pay Prod", "Admin", { environment: "production" });

describe("profiles", () => {
  test("are AWS's own sign-in by default", () => {
    expect(configText(build([pay]).block)).toBe(`[sso-session sallyport-main]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-central-1
sso_registration_scopes = sso:account:access

[profile Pay-Prod.Admin]
sso_session = sallyport-main
sso_account_id = 000000000001
sso_role_name = Admin
region = eu-west-1
output = json
`);
  });

  test("blocks within a section come last", () => {
    const text = configText(
      build([pay], {
        set: {
          ...set,
          defaults: { "s3.addressing_style": "path", output: "text", "s3.use_arn_region": "true" },
        },
      }).block,
    );
    expect(text).toMatch(/output = text\ns3 =\n {2}addressing_style = path\n {2}use_arn_region = true\n$/);
  });

  test("an older name has the same content", () => {
    const before = names([pay]);
    const { profiles: named } = names([grant("1", "Store")], { records: before.records, now: 1 });
    const { block } = build([], { named });
    expect(block.profiles.map(({ name, aliasOf }) => [name, aliasOf])).toEqual([
      ["Pay-Prod.Admin", "Store.Admin"],
      ["Store.Admin", null],
    ]);
    expect(block.profiles[0]?.settings).toEqual(block.profiles[1]?.settings);
  });

  test("the start URL stands in its one spelling, and an instance nobody knows is said", () => {
    const instances = [{ ...main, startUrl: "https://acme.awsapps.com/start#/" }];
    expect(configText(build([pay], { instances }).block)).toContain(
      "sso_start_url = https://acme.awsapps.com/start\n",
    );
    const { block, faults } = build([pay, grant("2", "x", "Admin", { instance: "gone" })]);
    expect(faults).toEqual(["Nothing is known of the instance gone, so its profiles are left out."]);
    expect(block.profiles.map(({ name }) => name)).toEqual(["Pay-Prod.Admin"]);
  });

  test("through Sallyport they need a home folder", () => {
    const { faults, block } = build([pay], { set: { ...set, kind: "credential-process" } });
    expect([faults, block.profiles]).toEqual([["Say the home folder of the machine first."], []]);
  });
});

const chain: ProfileChain = {
  name: "deploy",
  source: { kind: "grant", grant: { instance: "main", accountId: "000000000001", role: "Admin" } },
  roleArn: "arn:aws:iam::000000000001:role/Deploy",
  externalId: null,
  mfaSerial: null,
  durationSeconds: 1800,
  sessionName: null,
  region: "us-east-1",
};

describe("an assumed role", () => {
  const chained = (...chains: ProfileChain[]) => build([pay], { set: { ...set, chains } });

  test("names the profile of the grant that it starts from", () => {
    expect(chained(chain).block.profiles[1]).toMatchObject({
      name: "deploy",
      from: null,
      settings: [
        ["role_arn", chain.roleArn],
        ["source_profile", "Pay-Prod.Admin"],
        ["duration_seconds", "1800"],
        ["region", "us-east-1"],
        ["output", "json"],
      ],
    });
  });

  test("is left out, with all that start from it, where the person has no such grant", () => {
    const source = {
      kind: "grant",
      grant: { instance: "main", accountId: "000000000009", role: "Admin" },
    } as const;
    const { skipped, block } = chained(
      { ...chain, source },
      { ...chain, name: "next", source: { kind: "profile", name: "deploy" } },
    );
    expect(skipped).toEqual(["deploy", "next"]);
    expect(block.profiles).toHaveLength(1);
  });

  test("that starts from itself is told, and one of two with a name", () => {
    const circle = (name: string, from: string) => ({
      ...chain,
      name,
      source: { kind: "profile", name: from } as const,
    });
    expect(chained(circle("a", "b"), circle("b", "a")).faults).toEqual([
      "The sources of a lead in a circle.",
      "The sources of b lead in a circle.",
    ]);
    expect(chained(chain, chain).faults).toEqual(["Two chains are called deploy."]);
  });

  test("may start from a profile that is somebody's own", () => {
    expect(
      chained({ ...chain, source: { kind: "profile", name: "mine" } }).block.profiles[1]?.settings,
    ).toContainEqual(["source_profile", "mine"]);
  });
});

describe("a form", () => {
  const instances = [main];
  const some = [pay, grant("1", "Pay Prod", "__proto__"), grant("12", null, "ReadOnly")];
  const { block } = build(some, { set: { ...set, chains: [chain], regions: ["eu-west-1", "us-east-1"] } });
  const files = (id: ProfileFormatId) => profileFormats[id].files({ block, instances });
  const text = (id: ProfileFormatId) => files(id)[0]?.text ?? "";

  test.each(Object.entries(profileFormats))(
    "%s has its own name, ends its lines and speaks of no dot file",
    (id, format) => {
      expect(format.id).toBe(id);
      expect(isProfileFormatId(id)).toBe(true);
      for (const file of format.files({ block, instances })) {
        expect(file.text).toMatch(/\n$/);
        expect(file.fileName).not.toMatch(/^\./);
      }
      for (const file of format.files({ block: { ...block, sessions: [], profiles: [] }, instances }))
        expect(typeof file.text).toBe("string");
    },
  );

  test("for Granted has its keys, and leaves its pruning alone", () => {
    expect(text("granted")).toContain(`[profile Pay-Prod.Admin]
granted_sso_start_url = https://acme.awsapps.com/start
granted_sso_region = eu-central-1
granted_sso_account_id = 000000000001
granted_sso_role_name = Admin
granted_sso_registration_scopes = sso:account:access
credential_process = granted credential-process --profile Pay-Prod.Admin
region = eu-west-1
`);
    expect(text("granted")).not.toMatch(/common_fate|\nsso_/);
  });

  test("for Granted's registry lists the file that it brings", () => {
    const [registry, config] = files("granted-registry");
    expect(registry?.fileName).toBe("granted.yml");
    expect(parse(registry?.text ?? "")).toEqual({ awsConfig: [config?.fileName] });
  });

  test("for aws-sso-cli keeps ids as texts and roles as they are called", () => {
    const { SSOConfig, DefaultSSO } = parse(text("aws-sso-cli"), { mapAsMap: false });
    expect(DefaultSSO).toBe("main");
    expect(SSOConfig.main).toMatchObject({
      SSORegion: "eu-central-1",
      StartUrl: "https://acme.awsapps.com/start",
    });
    expect(SSOConfig.main.Accounts["000000000001"]).toMatchObject({
      Name: "Pay Prod",
      Roles: { Admin: { Profile: "Pay-Prod.Admin", DefaultRegion: "eu-west-1" } },
    });
    expect(Object.keys(SSOConfig.main.Accounts["000000000001"].Roles)).toEqual(["Admin", "__proto__"]);
    expect(SSOConfig.main.Accounts["000000000012"].Name).toBeUndefined();
  });

  test("for switching roles has the set's assumed roles and their accounts", () => {
    expect(text("switch-roles")).toBe(`[Pay-Prod.Admin]
aws_account_id = 000000000001

[deploy]
role_arn = arn:aws:iam::000000000001:role/Deploy
source_profile = Pay-Prod.Admin
region = us-east-1
`);
  });

  test("for Firefox has a container for each profile, red where it is production", () => {
    const [first] = JSON.parse(text("firefox-containers"));
    expect(first).toEqual({
      name: expect.stringMatching(/^000000000012\.ReadOnly/),
      color: "blue",
      icon: "briefcase",
      url: "https://acme.awsapps.com/start/#/console?account_id=000000000012&role_name=ReadOnly",
      open: expect.stringMatching(
        /^ext\+granted-containers:name=000000000012\.ReadOnly&url=https%3A%2F%2Facme/,
      ),
    });
    expect(JSON.parse(text("firefox-containers"))).toContainEqual(
      expect.objectContaining({ name: "Pay-Prod.Admin", color: "red" }),
    );
  });

  test("as JSON has every profile with its lines", () => {
    const { set: id, profiles } = JSON.parse(text("json"));
    expect(id).toBe("team");
    expect(profiles).toHaveLength(block.profiles.length);
    expect(profiles).toContainEqual(
      expect.objectContaining({
        name: "deploy",
        role: null,
        settings: expect.arrayContaining([{ key: "role_arn", value: chain.roleArn }]),
      }),
    );
  });
});
