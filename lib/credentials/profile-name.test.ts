/** What a copied block may be called. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { formats } from "./formats";
import { profileName } from "./profile-name";

const accountId = "012345678901";
const role = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."aZ09_+=,.@-2be"), minLength: 1, maxLength: 64 }),
  fc.string({ unit: "binary", maxLength: 50 }),
);

test("the name is that of AWS's own portal with an ending, so that it is no SSO profile's", () => {
  expect(profileName({ accountId, role: "AWSReadOnlyAccess" })).toBe("012345678901_AWSReadOnlyAccess_keys");
});

test("every role's name becomes a name that the file block takes", () => {
  fc.assert(
    fc.property(role, (name) => {
      expect(() =>
        formats.ini.undo({ accountId, profileName: profileName({ accountId, role: name }) }),
      ).not.toThrow();
    }),
  );
  expect(profileName({ accountId, role: "Data.Team+x" })).toBe("012345678901_Data..Team.2b.x_keys");
});

test("different roles have different names", () => {
  fc.assert(
    fc.property(role, role, (one, other) => {
      fc.pre(one !== other);
      expect(profileName({ accountId, role: one })).not.toBe(profileName({ accountId, role: other }));
    }),
  );
  const alike = ["a+b", "a=b", "a,b", "a.b", "a..b", "a.2b.b", "a-b", "a@b", "a_b"];
  expect(new Set(alike.map((name) => profileName({ accountId, role: name }))).size).toBe(alike.length);
});
