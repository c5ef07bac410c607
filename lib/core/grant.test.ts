/** What a grant may be named: its words stand in paths, snippets and files. */

import { describe, expect, test } from "vitest";
import { AccountId, Grant, InstanceId, RoleName } from "@/lib/core/grant";

const grant = { instance: "main", accountId: "012345678901", role: "ReadOnlyAccess" };

test("an account id keeps its leading zeros", () => {
  expect(Grant.parse(grant)).toEqual(grant);
  expect(AccountId.parse("000000000001")).toBe("000000000001");
});

test("a grant has three words and no fourth", () => {
  expect(Grant.safeParse({ ...grant, person: "somebody-else" }).success).toBe(false);
  for (const word of ["instance", "accountId", "role"]) {
    expect(Grant.safeParse({ ...grant, [word]: undefined }).success).toBe(false);
  }
});

/** What must not pass as any of the three words. */
const hostile = [
  "",
  " ",
  "\0",
  "a b",
  "a\nb",
  "main\n",
  "123456789012\n",
  "../../etc/passwd",
  "a/b",
  "a'; rm -rf ~",
  'x"; rm -rf ~',
  "$(id)",
  "`id`",
  "prod\n[default]",
  "Admin\u202Enimda",
  "Ad\u200Bmin",
  "ａｄｍｉｎ",
  "a".repeat(65),
  123456789012,
  null,
  ["main"],
  { toString: () => "main" },
];

describe.each([
  ["an instance", InstanceId],
  ["an account", AccountId],
  ["a role", RoleName],
] as const)("%s", (_, schema) => {
  test.each(hostile)("is not %j", (value) => expect(schema.safeParse(value).success).toBe(false));
});

test.each([
  "12345678901",
  "1234567890123",
  "12345678901a",
  "-12345678901",
  "１２３４５６７８９０１２",
  "1e11",
])("%s is no account id", (value) => expect(AccountId.safeParse(value).success).toBe(false));

test.each(["a", "main", "eu-2", "a".repeat(32)])("%s names an instance", (value) =>
  expect(InstanceId.parse(value)).toBe(value),
);

test.each(["-main", "main-", "Main", "main_2", "main.eu", "a".repeat(33)])("%s names no instance", (value) =>
  expect(InstanceId.safeParse(value).success).toBe(false),
);

test.each(["A", "AdministratorAccess", "billing+view=only,please.@eu_1-2", "r".repeat(64)])(
  "%s names a role, as AWS allows",
  (value) => expect(RoleName.parse(value)).toBe(value),
);
