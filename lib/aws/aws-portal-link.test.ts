/** AWS's own shortcut links, made from start URLs as people write them. */

import { expect, test } from "vitest";
import { awsPortalLink } from "@/lib/aws/aws-portal-link";
import { testInstance } from "@/lib/aws/server-for-tests";
import { problemOf } from "@/lib/core/portal-error";

const grant = { instance: "main", accountId: "001234567890", role: "Power+User=A,B.@-" };
const start = "https://d-1234567890.awsapps.com/start";

test.each([start, `${start}/`, `${start}#`, `${start}/#`, `${start}/#/`, `${start}//`, `${start}?x=y#/z`])(
  "%s is the same portal however its end is written",
  (startUrl) => {
    const instance = testInstance({ startUrl });
    expect(awsPortalLink(instance)).toBe(start);
    expect(awsPortalLink(instance, grant)).toBe(
      `${start}/#/console?account_id=001234567890&role_name=Power%2BUser%3DA%2CB.%40-`,
    );
  },
);

test.each([
  [
    "https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws",
    "https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws",
  ],
  [
    "https://start.us-gov-home.awsapps.com/directory/d-1234567890/",
    "https://start.us-gov-home.awsapps.com/directory/d-1234567890",
  ],
])("%s keeps its own form", (startUrl, portal) => {
  expect(awsPortalLink(testInstance({ startUrl }), grant)).toBe(
    `${portal}/#/console?account_id=001234567890&role_name=Power%2BUser%3DA%2CB.%40-`,
  );
});

test("a destination is carried along, and only one in the console", () => {
  const instance = testInstance();
  const page = "https://console.aws.amazon.com/s3/home?region=eu-west-1&a=b#c";
  const link = awsPortalLink(instance, grant, page);
  const query = new URLSearchParams(new URL(link).hash.replace("#/console?", ""));
  expect(query.get("destination")).toBe(page);

  const elsewhere = () => awsPortalLink(instance, grant, "https://evil.example/");
  expect(elsewhere).toThrow("leads elsewhere");
  try {
    elsewhere();
  } catch (failure) {
    expect(problemOf(failure)).toBe("invalid-input");
  }
});
