/** What counts of what a provider says, for claims that a provider should never send as well. */

import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { forget } from "@/lib/core/once";
import { lacksClaims, personOfClaims } from "./claims";

const settings = {
  PORTAL_URL: "http://localhost:3000",
  PORTAL_SECRET: "a secret of more than thirty-two characters",
  OIDC_ISSUER: "https://id.example.com",
  OIDC_CLIENT_ID: "sallyport",
  OIDC_CLIENT_SECRET: "x",
  OIDC_EMAIL_TRUSTED: "false",
  OIDC_GROUPS_CLAIM: "groups",
  IDENTITY_CENTER_START_URL: "https://d-1234567890.awsapps.com/start",
  IDENTITY_CENTER_REGION: "eu-west-1",
  IDENTITY_CENTER_APPLICATION_ARN:
    "arn:aws:sso::123456789012:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
  IDENTITY_CENTER_USER_CLAIM: "preferred_username",
};

function use(changed: Record<string, string> = {}): void {
  Object.assign(process.env, settings, changed);
  forget("settings");
}

beforeEach(() => use());

const ada = { iss: "https://id.example.com", sub: "00u1", email: "ada@example.com" };

describe("who it is", () => {
  test.each([
    ["no subject", { sub: undefined }],
    ["an empty subject", { sub: "" }],
    ["a subject that is no text", { sub: 17 }],
    ["a subject with a NUL, which no database would keep", { sub: "00u1\u0000" }],
    ["a subject too long to keep whole", { sub: "x".repeat(257) }],
    ["no issuer", { iss: undefined }],
  ])("%s is nobody", (_what, wrong) => {
    expect(() => personOfClaims({ ...ada, ...wrong }, null)).toThrow("provider-malformed");
  });

  test("userinfo cannot say who it is", () => {
    const person = personOfClaims(ada, { iss: "https://evil.example", sub: "00u2" });
    expect(person).toMatchObject({ issuer: ada.iss, subject: ada.sub });
  });
});

describe("the e-mail address", () => {
  test.each([
    [true, true],
    ["true", true],
    [false, false],
    ["false", false],
    ["TRUE", false],
    [1, false],
    [undefined, false],
    [null, false],
    [{}, false],
  ])("email_verified %j makes it verified: %s", (email_verified, verified) => {
    expect(personOfClaims({ ...ada, email_verified }, null).emailVerified).toBe(verified);
  });

  test("is verified without a claim where settings trust the provider's addresses", () => {
    use({ OIDC_EMAIL_TRUSTED: "true" });
    expect(personOfClaims(ada, null).emailVerified).toBe(true);
    expect(personOfClaims({ ...ada, email: undefined }, null).emailVerified).toBe(false);
  });

  test("is not verified by what userinfo says of another address", () => {
    const person = personOfClaims(ada, { email: "other@example.com", email_verified: true });
    expect(person).toMatchObject({ email: ada.email, emailVerified: false });
  });

  test("is verified by what userinfo says of the same address", () => {
    expect(personOfClaims(ada, { email: ada.email, email_verified: true }).emailVerified).toBe(true);
  });

  test("is not verified by userinfo where the id_token says that it is not", () => {
    const person = personOfClaims(
      { ...ada, email_verified: false },
      { email: ada.email, email_verified: true },
    );
    expect(person.emailVerified).toBe(false);
  });

  test.each([
    ["ada@example.com\u202E"],
    ["ada@example.com\r\nBcc: x"],
    [`${"a".repeat(250)}@example.com`],
    [42],
  ])("that cannot be kept as it is (%j) counts as none", (email) => {
    expect(personOfClaims({ ...ada, email, email_verified: true }, null)).toMatchObject({
      email: null,
      emailVerified: false,
    });
  });
});

describe("groups", () => {
  test.each([
    ["a list", ["a", "b"], ["a", "b"]],
    ["one group as text", "a", ["a"]],
    ["two names in one text, which are one odd name", "a,b", ["a,b"]],
    ["an empty list", [], []],
    ["a list with things that are no names", ["a", 1, null, { a: 1 }, "", ["b"]], ["a"]],
    ["the same name twice", ["a", "a"], ["a"]],
    ["names that hold what cannot be kept", ["a\u0000", "b\n", "\ud800", "c"], ["c"]],
    ["a name too long to keep whole", ["x".repeat(257)], []],
    ["no claim at all", undefined, null],
    ["null", null, null],
    ["a number", 5, null],
    ["an object", { 0: "a", length: 1 }, null],
  ])("%s", (_what, groups, expected) => {
    expect(personOfClaims({ ...ada, groups }, null).groups).toEqual(expected);
  });

  test("beyond a thousand are left out", () => {
    const groups = Array.from({ length: 5000 }, (_, index) => `group-${index}`);
    expect(personOfClaims({ ...ada, groups }, null).groups).toHaveLength(1000);
  });

  test("come from userinfo where the id_token has none, and from the id_token where both have some", () => {
    expect(personOfClaims(ada, { groups: ["a"] }).groups).toEqual(["a"]);
    expect(personOfClaims({ ...ada, groups: ["b"] }, { groups: ["a"] }).groups).toEqual(["b"]);
  });

  test("come from the claim that settings name", () => {
    use({ OIDC_GROUPS_CLAIM: "https://example.com/groups" });
    expect(
      personOfClaims({ ...ada, "https://example.com/groups": ["a"], groups: ["b"] }, null).groups,
    ).toEqual(["a"]);
  });

  test("named by a property that every object has are none", () => {
    use({ OIDC_GROUPS_CLAIM: "constructor" });
    expect(personOfClaims(ada, {}).groups).toBeNull();
  });
});

test("a name is cleaned and cut, never refused, and never half a character", () => {
  expect(personOfClaims({ ...ada, name: "\u202EAda\u0000 \r\nLovelace\u2028" }, null).name).toBe(
    "Ada Lovelace",
  );
  expect(personOfClaims({ ...ada, name: " \u0000 " }, null).name).toBeNull();
  const { name } = personOfClaims({ ...ada, name: `x${"🔥".repeat(300)}` }, null);
  expect(name?.length).toBeLessThanOrEqual(256);
  expect(name).not.toMatch(/\p{Cs}/u);
});

test("a user name that cannot be kept as it is counts as none: it is compared, not shown", () => {
  expect(personOfClaims({ ...ada, preferred_username: "a.lovelace" }, null).userName).toBe("a.lovelace");
  expect(personOfClaims({ ...ada, preferred_username: "a.love\u200Elace" }, null).userName).toBeNull();
});

test("claims of any kind make a person that can be kept, or nobody", () => {
  const claims = fc.dictionary(
    fc.constantFrom(
      "iss",
      "sub",
      "email",
      "email_verified",
      "name",
      "preferred_username",
      "groups",
      "__proto__",
    ),
    fc.anything(),
  );
  fc.assert(
    fc.property(claims, fc.option(claims), (idToken, userinfo) => {
      const person = personOfClaims({ ...ada, ...idToken, iss: ada.iss, sub: ada.sub }, userinfo);
      const texts = [person.name, person.email, person.userName, ...(person.groups ?? [])];
      for (const text of texts) expect(text ?? "").not.toMatch(/[\p{Cc}\p{Cs}]/u);
      expect(person.emailVerified && person.email === null).toBe(false);
    }),
  );
});

test("an id_token that lacks what userinfo usually gives is known as one", () => {
  const whole = { ...ada, groups: [], preferred_username: "a" };
  expect(lacksClaims(whole)).toBe(false);
  for (const name of ["email", "groups", "preferred_username"]) {
    expect(lacksClaims({ ...whole, [name]: undefined })).toBe(true);
  }
});
