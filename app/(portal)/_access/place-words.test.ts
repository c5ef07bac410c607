import { expect, test } from "vitest";
import { testEntry } from "./entry-for-tests";
import { pageTitle, placeTitle, placeWithin, withoutPart } from "./place-words";
import { lengthWords, roleFacts } from "./role-facts";
import { linkToRow } from "./row-link";

test("a page is named by its region and its path", () => {
  const page = "https://eu-central-1.console.aws.amazon.com/lambda/home?region=eu-central-1#/functions/a";
  expect(pageTitle(page)).toBe("eu-central-1 · lambda/home#/functions/a");
  const arn = "arn:aws:s3:::bucket";
  expect(pageTitle(`https://console.aws.amazon.com/go/view?arn=${encodeURIComponent(arn)}`)).toBe(arn);
});

test.each([
  [{}, null],
  [{ service: "cloudwatch" as const }, "CloudWatch"],
  [{ service: "cloudwatch" as const, region: "eu-central-1" as const }, "CloudWatch in Frankfurt"],
  [{ region: "sa-east-1" as const }, "the console in São Paulo"],
])("%o is said as %s", (place, words) => expect(placeTitle(place)).toBe(words));

test("a region of another partition is left out where the row could not open it", () => {
  const place = { service: "s3" as const, region: "eu-west-1" as const };
  expect(placeWithin(place, "us-gov-west-1")).toEqual({ service: "s3" });
  expect(placeWithin(place, "us-east-1")).toBe(place);
});

test.each([
  ["payments CloudWatch frankfurt", "cloudwatch", "payments frankfurt"],
  ["step  functions prod", "step functions", "prod"],
  ["c++ (s3", "(s3", "c++ "],
  ["s3-archive s3", "s3", "s3-archive "],
])("%j without %j is %j", (query, text, rest) => expect(withoutPart(query, { text })).toBe(rest));

test("a link to a row carries its instance, and nothing in it ends the address", () => {
  const grant = { instance: "partners", accountId: "004299117730", role: "a+b=c@d,e" };
  const link = new URL(linkToRow(grant, "https://portal.example.com"));
  expect(Object.fromEntries(link.searchParams)).toEqual({
    instance: "partners",
    account: "004299117730",
    role: "a+b=c@d,e",
  });
});

test("a role's facts are its own, also where it is called like something of every object", () => {
  const entry = testEntry("000000000001", "a", ["constructor", "B"], { groups: { B: ["admins"] } });
  const sets = new Map([["main", { B: { description: " Reads. ", sessionSeconds: 5400 } }]]);
  const of = (role: string) =>
    roleFacts(
      { entries: new Map([[entry.key, entry]]), sets },
      { section: "accounts", key: entry.key, role },
    );
  expect(of("B")).toEqual({ description: "Reads.", length: "up to 1 h 30 m", groups: ["admins"] });
  expect(of("constructor")).toEqual({ description: null, length: null, groups: [] });
});

test("lengths are said in hours and minutes", () => {
  expect([14_400, 5400, 2700].map(lengthWords)).toEqual(["4 h", "1 h 30 m", "45 m"]);
});
