/** What is said of a token is short, and never more than is known. */

import { expect, test } from "vitest";
import { clientWords, endWords, networksIn, scopeWords } from "./token-words";

const grant = { instance: "main", accountId: "012345678901", role: "ReadOnlyAccess" };

test("all is said as all, and an empty list is not", () => {
  expect(scopeWords({ grants: null })).toContain("All");
  expect(scopeWords({ grants: [grant] })).toBe("1 role");
  expect(scopeWords({ grants: [] })).toBe("0 roles");
});

test("an end that this version does not know is one all the same", () => {
  expect(endWords("provider")).toContain("identity provider");
  expect(endWords("something newer")).toBe("It was revoked");
});

test.each([
  ["aws-cli/2.22.35 md/awscrt#0.22.0 ua/2.0", "aws-cli/2.22.35"],
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Chrome",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox"],
  ["x".repeat(500), "x".repeat(40)],
  ["", "an unnamed program"],
])("%j is a client called %j", (userAgent, words) => expect(clientWords(userAgent)).toBe(words));

test("networks are written as people write lists", () => {
  expect(networksIn(" 10.0.0.0/8, 2001:db8::/32\n::1;192.0.2.1 ")).toEqual({
    networks: ["10.0.0.0/8", "2001:db8::/32", "::1", "192.0.2.1"],
    wrong: null,
  });
  expect(networksIn("")).toEqual({ networks: [], wrong: null });
});

test.each(["office", "10.0.0/8", "10.0.0.0/abc", "example.com:443", "10.0.0.0/8/8"])(
  "%j is called wrong before it is sent",
  (text) => expect(networksIn(`10.0.0.0/8 ${text}`).wrong).toBe(text),
);
