/** A token opens what it was made for, and nothing beside it. */

import { expect, test } from "vitest";
import { mayTake } from "@/lib/policy/may-take";

const grant = { instance: "main", accountId: "012345678901", role: "ReadOnlyAccess" };

test("a token for some roles takes those", () => {
  expect(mayTake({ grants: [{ ...grant, role: "Other" }, grant] }, grant)).toBe(true);
});

test.each([
  { ...grant, instance: "partners" },
  { ...grant, accountId: "012345678902" },
  { ...grant, role: "readonlyaccess" },
  { ...grant, role: "ReadOnlyAccess2" },
])("and not %j", (other) => expect(mayTake({ grants: [grant] }, other)).toBe(false));

test("a token for all roles takes any, one for none takes none", () => {
  expect(mayTake({ grants: null }, grant)).toBe(true);
  expect(mayTake({ grants: [] }, grant)).toBe(false);
});
