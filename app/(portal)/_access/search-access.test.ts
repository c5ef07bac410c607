import fc from "fast-check";
import { expect, test } from "vitest";
import { testEntry } from "./entry-for-tests";
import { findables } from "./findable";
import { foundIn } from "./found-marks";
import { pageNames } from "./page-words";
import { answerTo } from "./read-query";
import { everything, ranked, type Usage } from "./search-access";

const entry = testEntry;

const finding = { instances: new Map([["partners", "Partners"]]), groupBy: "none" as const };

const all = findables(
  [
    entry("004299117730", "payments-settlement-prod", ["BillingAdmin", "ReadOnlyAccess"]),
    entry("123456789012", "payments-prod", ["AdministratorAccess", "ReadOnlyAccess"], {
      email: "pay@acme.example",
      path: "Retail / Payments",
      tags: { owner: "team-blue" },
    }),
    entry("332100984412", null, ["PowerUserAccess"]),
    entry("771023450067", "team-10", null),
    entry("771023450068", "team-9", ["Deployer"], { look: { label: "Shared", environment: "staging" } }),
    entry("881023450068", "xq-7", ["Deployer"], { look: { displayName: "Ledger" }, instance: "partners" }),
  ],
  finding,
);

const names = pageNames(["eu-west-1"]);

function answer(query: string, forced: readonly string[] = [], list = all) {
  return answerTo({ all: everything(list), query, names, forced: new Set(forced) });
}

const never: Usage = new Map();

const shown = (query: string, usage = never, list = all) =>
  ranked(answer(query, [], list).left, usage).map(
    ({ findable, roles }) => `${findable.title}: ${roles.join(" ")}`,
  );

const payments = "payments-prod: AdministratorAccess ReadOnlyAccess";
const settlement = "payments-settlement-prod: BillingAdmin ReadOnlyAccess";

test("words are found in account and role together", () => {
  expect(shown("pay adm")).toEqual([
    "payments-prod: AdministratorAccess",
    "payments-settlement-prod: BillingAdmin",
  ]);
});

test("an account's own words show all its roles", () => {
  expect(shown("SETTLEMENT")).toEqual([settlement]);
});

test.each([
  ["0042 9911 7730", settlement],
  ["0042-9911-7730", settlement],
  ["004299117730", settlement],
  ["9911", settlement],
  ["0042 99", settlement],
  ["pay@acme", payments],
  ["retail", payments],
  ["owner=team-blue", payments],
  ["shared", "team-9: Deployer"],
  ["staging", "team-9: Deployer"],
  ["ledger", "Ledger: Deployer"],
  ["xq-7", "Ledger: Deployer"],
  ["partners", "Ledger: Deployer"],
])("an account is found by whatever is known of it: %s", (query, found) => {
  expect(shown(query)).toEqual([found]);
});

test.each([
  ["pymnts amd", ["payments-prod: AdministratorAccess", "payments-settlement-prod: BillingAdmin"]],
  ["pymnts prod admn", ["payments-prod: AdministratorAccess", "payments-settlement-prod: BillingAdmin"]],
  ["paymetns setlement", [settlement]],
  ["pymnts-stlmnt", [settlement]],
  ["readoly", ["payments-prod: ReadOnlyAccess", "payments-settlement-prod: ReadOnlyAccess"]],
  ["deplyer leger", ["Ledger: Deployer"]],
])("mistyped words find what was meant: %s", (query, found) => {
  expect(shown(query)).toEqual(found);
});

test("what is found as it was typed leaves out what is only like it", () => {
  const list = findables(
    [entry("000000000001", "prod", ["A"]), entry("000000000002", "prd", ["A"])],
    finding,
  );
  expect(shown("prd", never, list)).toEqual(["prd: A"]);
});

test("of mistyped words the fewest mistakes win", () => {
  const list = findables(
    [entry("000000000001", "pay-prod", ["A"]), entry("000000000002", "pay-pod", ["A"])],
    finding,
  );
  expect(shown("payy prod", never, list)).toEqual(["pay-prod: A"]);
});

test("digits are not guessed at: another account's id is another account", () => {
  expect(shown("123456789013")).toEqual([]);
});

test("the start of a word ranks before its middle, use before the list's order, and nothing else counts", () => {
  const list = findables(
    [
      entry("000000000001", "a-repay", ["Admin"]),
      entry("000000000002", "b-pay", ["Admin", "Reader"]),
      entry("000000000003", "c-pay", ["Admin", "Reader"]),
    ],
    finding,
  );
  expect(shown("pay", never, list)).toEqual(["b-pay: Admin Reader", "c-pay: Admin Reader", "a-repay: Admin"]);
  const usage: Usage = new Map([["main/000000000003", new Map([["Reader", 0]])]]);
  expect(shown("pay", usage, list)).toEqual(["c-pay: Reader Admin", "b-pay: Admin Reader", "a-repay: Admin"]);
});

test("an account whose roles are not read yet is found by its own words alone", () => {
  expect(shown("team-10")).toEqual(["team-10: "]);
  expect(shown("team-10 admin")).toEqual([]);
  expect(shown("tema-10")).toContain("team-10: ");
});

test.each(["(", "[a-z", "\\", "\u202e", ".*", '"', '"-', "<script>alert(1)</script>", "x".repeat(5000)])(
  "a search is text and no pattern: %s",
  (query) => {
    expect(shown(query)).toEqual([]);
  },
);

test.each([
  "支払い 本番",
  "مدفوعات",
  "Größe",
  "İstanbul",
  "👩\u200d🚀 team",
  "<script>alert(1)</script>",
  "x".repeat(1000),
])("a name of any kind is found as it is: %s", (name) => {
  const list = findables([entry("000000000001", name, ["A"])], finding);
  expect(shown(name, never, list)).toEqual([`${name}: A`]);
});

test("mistakes are found in words of any script", () => {
  const list = findables(
    [entry("000000000001", "Größenwahn", ["A"]), entry("000000000002", "платежи", ["A"])],
    finding,
  );
  expect(shown("grössenwahn grßenwahn", never, list)).toEqual([]);
  expect(shown("größewahn", never, list)).toEqual(["Größenwahn: A"]);
  expect(shown("платеи", never, list)).toEqual(["платежи: A"]);
});

test("no search throws, and what it shows is of the list", () => {
  const bits = fc.constantFrom(
    "pay",
    "prod",
    "s3",
    "eu-west-1",
    " ",
    "-",
    '"',
    "(",
    "'s",
    "arn:aws:",
    "admn",
    "\u202e",
  );
  const any = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(bits).map((them) => them.join("")),
  );
  fc.assert(
    fc.property(any, (query) => {
      const { left, marks } = answer(query);
      const found = ranked(left, never);
      const texts = found.flatMap(({ findable: { title }, roles }) => [title, ...roles]);
      const ranges = texts.flatMap((text) =>
        foundIn(text, marks).map(([from, to]) => from < to && to <= text.length),
      );
      return (
        !ranges.includes(false) && found.every(({ findable }) => all.some((one) => one.findable === findable))
      );
    }),
  );
});

test("what did not change is taken over as it is", () => {
  const known = new Map(all.map((one) => [one.findable.entry, one]));
  expect(findables(known.keys(), finding, known)[1]).toBe(all[1]);
});

test("places of words are in order and apart", () => {
  const marks = (...words: string[]) => ({ words, meant: new Set<string>() });
  expect(foundIn("payments-prod", marks("prod", "pay", "ayme"))).toEqual([
    [0, 5],
    [9, 13],
  ]);
  expect(foundIn("AAA", marks("a"))).toEqual([[0, 3]]);
  // No place is marked rather than a wrong one.
  expect(foundIn("İstanbul-prod", marks("prod"))).toEqual([]);
});

test("where a word was mistyped, the whole word that was meant is marked", () => {
  const { marks } = answer("pymnts amd");
  expect(foundIn("payments-prod", marks)).toEqual([[0, 8]]);
  expect(foundIn("BillingAdmin", marks)).toEqual([[7, 12]]);
});

test.each([
  ["payments prod cloudwatch frankfurt", { service: "cloudwatch", region: "eu-central-1" }, 2],
  ["cloudwatch", { service: "cloudwatch" }, 6],
  ["Step Functions payments-prod", { service: "step-functions" }, 1],
  ["payments secrets-manager sao paulo", { service: "secretsmanager", region: "sa-east-1" }, 2],
  ["settlement eu-west-2 rds", { service: "rds", region: "eu-west-2" }, 1],
  ["settlement cloudw", { service: "cloudwatch" }, 1],
  ["settlement clouwatch", { service: "cloudwatch" }, 1],
  ["settlement lambda s3", { service: "s3" }, 1],
  ["settlement ningxia", {}, 0],
])("words for a page of the console lead there and hide no row: %s", (query, place, accounts) => {
  expect(answer(query).place).toEqual(place);
  expect(shown(query)).toHaveLength(accounts);
});

test("a word for a page that rows are called by finds those rows, and offers the page", () => {
  const { place, offers } = answer("billing");
  expect(shown("billing")).toEqual(["payments-settlement-prod: BillingAdmin"]);
  expect([place, offers]).toEqual([{}, [{ text: "billing", service: "billing" }]]);
  const said = answer("billing", ["billing"]);
  expect([said.place, said.offers, said.left.length]).toEqual([{ service: "billing" }, [], 6]);
});

test("a pasted address finds its account and leads to its page, without the session it was copied from", () => {
  const page = "https://eu-central-1.console.aws.amazon.com/lambda/home?region=eu-central-1#/functions/a";
  const pasted = page.replace("https://", "https://004299117730-abc123.");
  expect(shown(pasted)).toEqual([settlement]);
  expect(answer(pasted).place).toEqual({ destination: page });
  expect(shown(page)).toHaveLength(6);
  expect(shown("https://000000000009-abc.console.aws.amazon.com/")).toEqual([]);
});

test("an ARN finds its account, though other numbers stand in it", () => {
  expect(shown("arn:aws:logs:eu-west-1:123456789012:log-group:/x/999999999999")).toEqual([payments]);
});
