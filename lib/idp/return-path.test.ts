/** Nobody is led elsewhere by where a sign-in leads back to. */

import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { forget } from "@/lib/core/once";
import { returnPath } from "./return-path";

const portal = "https://aws.example.com";

beforeAll(() => {
  Object.assign(process.env, {
    PORTAL_URL: portal,
    PORTAL_SECRET: "a secret of more than thirty-two characters",
    OIDC_ISSUER: "https://id.example.com",
    OIDC_CLIENT_ID: "sallyport",
    OIDC_CLIENT_SECRET: "x",
    IDENTITY_CENTER_START_URL: "https://d-1234567890.awsapps.com/start",
    IDENTITY_CENTER_REGION: "eu-west-1",
    IDENTITY_CENTER_APPLICATION_ARN:
      "arn:aws:sso::123456789012:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
  });
  forget("settings");
});

test.each([
  ["/", "/"],
  ["/audit?person=ada&before=3", "/audit?person=ada&before=3"],
  ["/a b", "/a%20b"],
  [`${portal}/audit?x=1`, "/audit?x=1"],
  ["/x?next=https://evil.example", "/x?next=https://evil.example"],
  ["/apiary", "/apiary"],
])("%j leads to %j", (wanted, path) => {
  expect(returnPath(wanted)).toBe(path);
});

test.each([
  null,
  undefined,
  "",
  "audit",
  "https://evil.example",
  "//evil.example",
  "///evil.example",
  "////evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\\/evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "\t//evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/%2e//evil.example",
  "/x/..//evil.example",
  "/./\\evil.example",
  "https:evil.example",
  "https:/evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  `${portal}.evil.example/`,
  `${portal}@evil.example/`,
  `${portal}//evil.example`,
  `${portal}/.//evil.example`,
  `${portal}:1234/`,
  `blob:${portal}/x`,
  "http://aws.example.com/",
  "/api/credentials",
  "/api/auth/callback/oidc?code=x",
  "/api",
  "/sign-in?returnTo=/x",
  "/signed-out",
  `/${"x".repeat(5000)}`,
])("%j leads home", (wanted) => {
  expect(returnPath(wanted)).toBe("/");
});

test("a browser reads no text whatever as another origin", () => {
  const parts = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "%2f",
    "\t",
    "\n",
    "@",
    ":",
    "https:",
    "evil.example",
    "?",
    "#",
    "x",
  );
  const texts = fc.oneof(
    fc.array(parts, { maxLength: 12 }).map((all) => all.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      for (const wanted of [text, `/${text}`, `${portal}/${text}`]) {
        const path = returnPath(wanted);
        // As a header is read: relative to where the browser is.
        expect(new URL(path, `${portal}/api/auth/callback/oidc`).origin).toBe(portal);
        expect(new URL(portal + path).origin).toBe(portal);
      }
    }),
    { numRuns: 2000 },
  );
});
