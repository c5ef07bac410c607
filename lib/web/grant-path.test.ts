/** What an address says is read to the letter, and never by Next. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { doorAddress, grantInPath } from "./grant-path";

const door = "/api/v1/container";
const grant = { instance: "main", accountId: "011122223333", role: "Developer" };

describe("a grant in an address", () => {
  const character = fc.constantFrom(..."ABCXYZabcxyz0189_+=,.@-");
  const role = fc.array(character, { minLength: 1, maxLength: 64 }).map((all) => all.join(""));
  const spellings = [
    ["as it is", (text: string) => text],
    ["percent-encoded", encodeURIComponent],
    [
      "with every character encoded",
      (text: string) =>
        [...text].map((one) => `%${one.charCodeAt(0).toString(16).padStart(2, "0")}`).join(""),
    ],
  ] as const;

  test.each(spellings)("is read with any role that AWS allows, %s", (_spelling, write) => {
    fc.assert(
      fc.property(role, (name) => {
        expect(grantInPath(`${door}/main/011122223333/${write(name)}`)).toEqual({ ...grant, role: name });
      }),
    );
  });

  test("is read whatever a query says", () => {
    expect(grantInPath(`${door}/main/011122223333/Developer?role=Administrator`)).toEqual(grant);
  });

  test.each([
    "",
    "/",
    "//main/011122223333/Developer",
    "/main//011122223333/Developer",
    "/main/011122223333/Developer/",
    "/main/011122223333/Developer//",
    "/main/011122223333",
    "/main/011122223333/Developer/more",
    "/main/11122223333/Developer",
    "/main/0111222233334/Developer",
    "/MAIN/011122223333/Developer",
    "/main/011122223333/De%2Fveloper",
    "/main/011122223333/Dev%20eloper",
    "/main/011122223333/Dev eloper",
    "/main/011122223333/Devel%zzoper",
    "/main/011122223333/%",
    "/main/011122223333/%C3%28",
    "/main/011122223333/%00",
    `/main/011122223333/${"R".repeat(65)}`,
    "/main/０１１１２２２２３３３３/Developer",
    "/main/011122223333/Developer%0aX",
  ])("is none in %j", (rest) => {
    expect(grantInPath(`${door}${rest}`)).toBeNull();
  });
});

describe("the address that Next sees", () => {
  test.each([
    "/api/v1/container/main/011122223333/Developer",
    "/api/v1/container/main/011122223333/Developer.rsc",
    "/api/v1/container/main/011122223333/Developer.segments/_tree.segment.rsc",
    "/api/v1/container//main//x/",
    "//api/v1/container/main/011122223333/Developer",
    "/api/v1/container\\main",
    "/api/v1/container/%zz",
    "/api/v1/container/..%2f..%2fx?a=b",
    "/api/v1/container?_rsc=1",
    "/api/v1/container",
  ])("is the door's for %s", (url) => expect(doorAddress(url)).toBe(door));

  test.each([
    "/",
    "/api/v1/containers/main",
    "/api/v1",
    "/x/api/v1/container/main",
    "/API/v1/container/main",
  ])("is %s itself", (url) => expect(doorAddress(url)).toBe(url));
});
