/** The values one by one. */

import { expect, test } from "vitest";
import { singleValues } from "./single-values";

test("the access key id is no secret, the other two are", () => {
  const keys = {
    accessKeyId: "ASIA",
    secretAccessKey: "s3cret",
    sessionToken: "t0ken",
    expiresAt: new Date(0),
  };
  expect(singleValues(keys).map(({ value, secret }) => [value, secret])).toEqual([
    ["ASIA", false],
    ["s3cret", true],
    ["t0ken", true],
  ]);
});
