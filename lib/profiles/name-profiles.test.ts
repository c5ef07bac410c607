/** Names are those of the template, are told apart before anything is written, and never come to mean another account. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { longestProfileName, profileNameFault } from "@/lib/core/aws-profile-name";
import { namePresets } from "./name-presets";
import type { NamesInput } from "./name-profiles";
import { compileTemplate } from "./name-template";
import type { ProfileGrant } from "./profile-grant";
import { grant, names, set } from "./sets-for-tests";
import { shortRegion } from "./short-region";

const day = 86_400_000;

function called(
  nameTemplate: string,
  more: Partial<ProfileGrant> = {},
  regions: readonly string[] = ["eu-west-1"],
) {
  const one = grant("123456789012", "Payments Prod", "Power.User", {
    label: "Pay",
    environment: "production",
    ...more,
  });
  return names([one], { set: { ...set, nameTemplate, regions: [...regions] } });
}
const nameOf = (template: string, more?: Partial<ProfileGrant>) => called(template, more).profiles[0]?.name;

/** Which name each account and role has. */
const shown = ({ profiles }: ReturnType<typeof names>) =>
  Object.fromEntries(
    profiles.map(({ grant: { accountId, role }, name }) => [`${Number(accountId)} ${role}`, name]),
  );

describe("a template", () => {
  test.each([
    ["{role}-{account_id}", "Power.User-123456789012"],
    ["{account_name|lower|replace(' ', '_')}", "payments_prod"],
    ['{account_name | trim("Pay") | trim(" Prod") | upper}', "MENTS"],
    ["{ account_name|nospace }/{instance}:{short_region}", "PaymentsProd/main:euwe1"],
    ["{environment|title}.{label}.{region}", "Production.Pay.eu-west-1"],
    ["{display_name}", "Payments-Prod"],
  ])("%s", (template, name) => expect(nameOf(template)).toBe(name));

  test.each([
    ["{acount}", "{acount} is no variable. There are account_name, account_id"],
    ["{__proto__}", "{__proto__} is no variable."],
    ["{role|shout}", "shout is nothing that can be done to role. There are lower"],
    ["{role|Lower}", "cannot be read"],
    ["{role|replace('a')}", "replace takes 2 texts in quotes."],
    ["{role lower}", "In {role lower} something after role cannot be read."],
    ["{role", "A { is never closed"],
    ["role}", "A { is never closed"],
  ])("that cannot be read is refused in words: %s", (template, says) => {
    expect(called(template).faults.join()).toContain(says);
    expect(called(template).profiles).toEqual([]);
  });

  test.each([
    ["{label}", { label: null }, "is empty"],
    ["{label}", { label: "§§§" }, "is empty"],
    ["x{account_name}", { accountName: "x".repeat(128) }, "is longer than 128 characters"],
    ["{account_name}", { accountName: "Default" }, "means something else to AWS's tools"],
    ["{account_name}", { accountName: "__proto__" }, "means something else to AWS's tools"],
    ["sso-session.{account_name}", {}, "means something else to AWS's tools"],
  ])("whose name is no name leaves that one out, and says so: %s of %j", (template, more, says) => {
    const { faults, profiles } = called(template, more);
    expect(faults).toEqual([expect.stringContaining(says)]);
    expect(profiles).toEqual([]);
  });

  test("makes names that every tool reads, whatever accounts are called", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom("é ü", "a]b", "-rf", "--x", ".", "日本"),
    );
    fc.assert(
      fc.property(anything, anything, fc.constantFrom(...namePresets), (accountName, label, { template }) => {
        for (const { name } of called(`${template}`, { accountName, label }).profiles)
          expect(profileNameFault(name)).toBeNull();
      }),
    );
    expect(nameOf("{account_name}", { accountName: "Zürich – Größe [x]" })).toBe("Zurich-Gro-e-x");
  });
});

describe("other tools' names", () => {
  const nameIn = (id: string, regions?: string[]) =>
    called(namePresets.find((preset) => preset.id === id)?.template ?? "", {}, regions).profiles.map(
      ({ name }) => name,
    );
  test.each([
    ["aws-cli", "Power.User-123456789012"],
    ["aws-portal", "123456789012_Power.User"],
    ["granted", "Payments-Prod/Power.User"],
    ["aws-sso-cli", "PaymentsProd:Power.User"],
    ["aws-sso-util", "Payments-Prod.Power.User"],
  ])("%s", (id, name) => expect(nameIn(id)).toEqual([name]));

  test("further regions are told apart as aws-sso-util does it, and the first has no ending", () => {
    expect(nameIn("aws-sso-util", ["us-east-1", "ap-northeast-1"])).toEqual([
      "Payments-Prod.Power.User",
      "Payments-Prod.Power.User.apne1",
    ]);
    const says = called("{role}-{region}", {}, ["us-east-1", "eu-west-1"]);
    expect(says.profiles.map(({ name }) => name)).toEqual(["Power.User-eu-west-1", "Power.User-us-east-1"]);
    expect(["us-gov-west-1", "cn-northwest-1", "eu-central-1", "nowhere"].map(shortRegion)).toEqual([
      "govwe1",
      "cnnw1",
      "euce1",
      "nowhere",
    ]);
  });
});

describe("one name for several", () => {
  test("both get their account's id, whoever comes first, and the proposal is told", () => {
    const two = [grant("1", "shop"), grant("2", "shop"), grant("3", "Else")];
    const one = names(two);
    expect(shown(one)).toEqual({
      "1 Admin": "shop.Admin-000000000001",
      "2 Admin": "shop.Admin-000000000002",
      "3 Admin": "Else.Admin",
    });
    expect(one.collisions).toEqual([
      {
        wanted: "shop.Admin",
        instead: [
          { key: "main/000000000001/Admin", name: "shop.Admin-000000000001" },
          { key: "main/000000000002/Admin", name: "shop.Admin-000000000002" },
        ],
      },
    ]);
    expect(names([...two].reverse())).toEqual(one);
  });

  test("upper and lower case do not tell names apart", () => {
    expect(Object.values(shown(names([grant("1", "Shop"), grant("2", "shop")])))).toEqual([
      "Shop.Admin-000000000001",
      "shop.Admin-000000000002",
    ]);
  });

  test("roles of one account that become one name are told apart too", () => {
    const made = names([grant("1", "shop", "a+b", {}), grant("1", "shop", "a-b")], {
      set: { ...set, nameTemplate: "{account_name}" },
    });
    expect(made.profiles.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^shop-000000000001-\w{7}$/),
      expect.stringMatching(/^shop-000000000001-\w{7}$/),
    ]);
  });

  test("an account called like another's way out takes nothing from it", () => {
    const three = [grant("1", "shop"), grant("2", "shop"), grant("3", "shop.Admin-000000000001", "x")];
    const made = names(three, { set: { ...set, nameTemplate: "{account_name}" } });
    expect(new Set(made.profiles.map(({ name }) => name)).size).toBe(3);
    const taker = names([...three.slice(0, 2), grant("3", "shop-000000000001")], {
      set: { ...set, nameTemplate: "{account_name}" },
    });
    expect(shown(taker)["3 Admin"]).toBe("shop-000000000001");
    expect(new Set(Object.values(shown(taker))).size).toBe(3);
  });

  test("a chain keeps the name that its set gives it", () => {
    const chain = {
      name: "shop.Admin",
      source: { kind: "profile", name: "x" },
      roleArn: "",
      externalId: null,
      mfaSerial: null,
      durationSeconds: null,
      sessionName: null,
      region: null,
    } as const;
    expect(shown(names([grant("1", "shop")], { set: { ...set, chains: [chain] } }))).toEqual({
      "1 Admin": "shop.Admin-000000000001",
    });
  });
});

const accountName = fc.constantFrom("a", "A", "b", "a b", "a-000000000001", "a.x", "é", "x".repeat(140), "");
const some = fc
  .uniqueArray(
    fc.tuple(
      fc.integer({ min: 0, max: 5 }),
      fc.constantFrom("x", "X", "x+", "x=", "x-1"),
      fc.constantFrom("main", "other"),
    ),
    { maxLength: 12, selector: String },
  )
  .chain((all) =>
    fc.tuple(
      ...all.map(([id, role, instance]) =>
        accountName.map((name) => grant(String(id), name, role, { instance })),
      ),
    ),
  );
const template = fc.constantFrom("{account_name}.{role}", "{account_name}", "{role}", "fixed");

describe("for any accounts, over any time", () => {
  test("no two profiles share a name, in any case, and the order does not matter", () => {
    fc.assert(
      fc.property(
        some,
        template,
        fc.constantFrom([], ["eu-west-1"], ["eu-west-1", "us-east-1"]),
        (grants, nameTemplate, regions) => {
          const input = { set: { ...set, nameTemplate, regions } };
          const made = names(grants, input);
          const all = made.profiles.flatMap(({ name, aliases }) => [name, ...aliases]);
          expect(new Set(all.map((name) => name.toLowerCase())).size).toBe(all.length);
          for (const name of all) expect(profileNameFault(name)).toBeNull();
          expect(all.every((name) => name.length <= longestProfileName)).toBe(true);
          const other = names([...grants].reverse(), input);
          expect({ ...other, faults: [...other.faults].sort() }).toEqual({
            ...made,
            faults: [...made.faults].sort(),
          });
        },
      ),
    );
  });

  test("a name never comes to mean something else while it is remembered", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(some, template, fc.boolean()), { minLength: 2, maxLength: 6 }),
        (steps) => {
          let records: NamesInput["records"] = [];
          const owners = new Map<string, string>();
          for (const [at, [grants, nameTemplate, whole]] of steps.entries()) {
            const made = names(grants, { records, now: at * day, whole, set: { ...set, nameTemplate } });
            records = made.records;
            for (const { key, name, aliases } of made.profiles) {
              for (const one of [name, ...aliases]) {
                expect([one, owners.get(one.toLowerCase()) ?? key]).toEqual([one, key]);
                owners.set(one.toLowerCase(), key);
              }
            }
          }
        },
      ),
    );
  });

  test("the same again changes nothing", () => {
    fc.assert(
      fc.property(some, some, (first, second) => {
        const { records } = names(first);
        const once = names(second, { records, now: 1 });
        const twice = names(second, { records: once.records, now: 2 });
        expect(shown(twice)).toEqual(shown(once));
        expect(twice.records).toEqual(once.records);
      }),
    );
  });
});

describe("between two renderings", () => {
  const before = names([grant("1", "shop"), grant("2", "pay")], { now: 0 });

  test("a renamed account has its new name, and its old one beside it until the set's days are over", () => {
    const renamed = [grant("1", "store"), grant("2", "pay")];
    const next = names(renamed, { records: before.records, now: day });
    expect(next.profiles.map(({ name, aliases }) => [name, aliases])).toEqual([
      ["pay.Admin", []],
      ["store.Admin", ["shop.Admin"]],
    ]);
    const last = names(renamed, { records: next.records, now: 31 * day - 1 });
    expect(last.profiles[1]?.aliases).toEqual(["shop.Admin"]);
    expect(names(renamed, { records: last.records, now: 31 * day }).profiles[1]?.aliases).toEqual([]);
  });

  test("an account that is called as before again has no alias of its own name", () => {
    const away = names([grant("1", "store")], { records: before.records, now: 1 });
    const back = names([grant("1", "shop")], { records: away.records, now: 2 });
    expect(back.profiles[0]).toMatchObject({ name: "shop.Admin", aliases: ["store.Admin"] });
  });

  test("without days there are no aliases", () => {
    const next = names([grant("1", "store")], {
      records: before.records,
      now: 1,
      set: { ...set, aliasDays: 0 },
    });
    expect(next.profiles[0]).toMatchObject({ name: "store.Admin", aliases: [] });
  });

  test("a newcomer of the same name is told apart, and who was there keeps theirs", () => {
    const next = names([grant("1", "shop"), grant("3", "shop")], { records: before.records, now: 1 });
    expect(shown(next)).toEqual({ "1 Admin": "shop.Admin", "3 Admin": "shop.Admin-000000000003" });
    const alone = names([grant("3", "shop")], { records: next.records, now: 2 });
    expect(shown(alone)).toEqual({ "3 Admin": "shop.Admin-000000000003" });
  });

  test("a lost account's name stays its own until the set's days are over, and it comes back to it", () => {
    const lost = names([grant("2", "pay")], { records: before.records, now: day });
    expect(shown(names([grant("3", "shop")], { records: lost.records, now: 2 * day }))).toEqual({
      "3 Admin": "shop.Admin-000000000003",
    });
    expect(shown(names([grant("1", "shop")], { records: lost.records, now: 30 * day }))).toEqual({
      "1 Admin": "shop.Admin",
    });
    expect(shown(names([grant("3", "shop")], { records: lost.records, now: 31 * day }))).toEqual({
      "3 Admin": "shop.Admin",
    });
  });

  test("one person's grants lose nothing of what the team's records say", () => {
    const mine = names([grant("2", "pay")], { records: before.records, now: day, whole: false });
    expect(mine.records).toEqual(before.records);
  });

  test("another first region is the same profile", () => {
    const next = names([grant("1", "shop")], {
      records: before.records,
      now: 1,
      set: { ...set, regions: ["us-east-1"] },
    });
    expect(next.profiles[0]).toMatchObject({ name: "shop.Admin", region: "us-east-1", aliases: [] });
  });
});

test("a template is compiled whatever stands in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."{}|()\"', rolelowertrim") }), (text) => {
      const made = compileTemplate(text);
      expect(made.ok ? "" : made.message).not.toBe(null);
    }),
  );
});
