/** What of a failure reaches an error page. */

import { expect, test } from "vitest";
import { problemDigest, problemOfDigest } from "@/lib/core/problem-digest";

test("code and reference come back as they went in", () => {
  const reference = "0193a3c1-6b1e-7c52-9a30-5b0f2c1d4e6f";
  expect(problemOfDigest(problemDigest("aws-slow", reference))).toEqual({ code: "aws-slow", reference });
  expect(problemOfDigest(problemDigest("aws-slow", null))).toEqual({ code: "aws-slow", reference: null });
});

test.each([
  undefined,
  "",
  "@",
  "2716830115",
  "2716830115@reference",
  "toString@reference",
  "__proto__@reference",
])("%j is unexpected, with no reference of ours", (digest) =>
  expect(problemOfDigest(digest)).toEqual({ code: "unexpected", reference: null }),
);
