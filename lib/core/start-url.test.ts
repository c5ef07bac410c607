/** Start URLs as AWS gives them and as people copy them: one spelling for each instance. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { portalPage, readStartUrl } from "@/lib/core/start-url";

const gov = "https://start.us-gov-home.awsapps.com/directory/d-1234567890";
const china = "https://start.home.awsapps.cn/directory/acme";

/** Each with what it is; the first spelling is the one. */
const addresses: readonly [string, Partial<ReturnType<typeof readStartUrl>>][] = [
  ["https://d-1234567890.awsapps.com/start", { region: null, partition: null, kind: "portal" }],
  ["https://acme.awsapps.com/start", { region: null, partition: null, kind: "portal" }],
  [
    "https://ssoins-1234567890abcdef.eu-west-1.portal.amazonaws.com",
    { region: "eu-west-1", partition: "aws", kind: "portal" },
  ],
  [
    "https://ssoins-1234567890abcdef.portal.us-west-2.app.aws",
    { region: "us-west-2", partition: "aws", kind: "portal" },
  ],
  [
    "https://ssoins-1234567890abcdef.portal.us-gov-east-1.app.aws",
    { region: "us-gov-east-1", partition: "aws-us-gov", kind: "portal" },
  ],
  [gov, { region: null, partition: "aws-us-gov", kind: "portal" }],
  [
    "https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/acme",
    { region: "us-gov-west-1", partition: "aws-us-gov", kind: "portal" },
  ],
  [china, { region: null, partition: "aws-cn", kind: "portal" }],
  [
    "https://start.cn-northwest-1.home.awsapps.cn/directory/d-1234567890",
    { region: "cn-northwest-1", partition: "aws-cn", kind: "portal" },
  ],
  [
    "https://ssoins-1234567890abcdef.cn-north-1.portal.amazonaws.com.cn",
    { region: "cn-north-1", partition: "aws-cn", kind: "portal" },
  ],
  [
    "https://ssoins-1234567890abcdef.portal.cn-north-1.app.amazonwebservices.com.cn",
    { region: "cn-north-1", partition: "aws-cn", kind: "portal" },
  ],
  [
    "https://ssoins-1234567890abcdef.eusc-de-east-1.portal.amazonaws.eu",
    { region: "eusc-de-east-1", partition: "aws-eusc", kind: "portal" },
  ],
  [
    "https://ssoins-1234567890abcdef.portal.eusc-de-east-1.api.amazonwebservices.eu",
    { region: "eusc-de-east-1", partition: "aws-eusc", kind: "portal" },
  ],
  [
    "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef",
    { region: null, partition: null, kind: "issuer" },
  ],
  [
    "https://identitycenter.us-gov.amazonaws.com/ssoins-1234567890abcdef",
    { region: null, partition: "aws-us-gov", kind: "issuer" },
  ],
  [
    "https://identitycenter.amazonaws.com.cn/ssoins-1234567890abcdef",
    { region: null, partition: "aws-cn", kind: "issuer" },
  ],
  [
    "https://identitycenter.amazonaws.eu/ssoins-1234567890abcdef",
    { region: null, partition: "aws-eusc", kind: "issuer" },
  ],
  ["https://sso.example.com", { region: null, partition: null, kind: "vanity" }],
  ["https://sso.example.com/aws/Start", { region: null, partition: null, kind: "vanity" }],
  ["http://127.0.0.1:4001/start", { region: null, partition: null, kind: "vanity" }],
];

/** What browsers, tools and people put behind an address. */
const tails = [
  "",
  "/",
  "//",
  "#",
  "#/",
  "/#",
  "/#/",
  "/?region=eu-west-1",
  "?a=b#/z",
  "/#/console?account_id=012345678901&role_name=Developer",
  "/#/device?user_code=ABCD-EFGH",
];

describe.each(addresses)("%s", (address, what) => {
  test("is read for what it is", () => expect(readStartUrl(address)).toEqual({ url: address, ...what }));

  test.each(tails)("has one spelling, with %j behind it too", (tail) => {
    expect(readStartUrl(address + tail)?.url).toBe(address);
    expect(readStartUrl(`  ${address}${tail}\n`)?.url).toBe(address);
  });

  test("is the same in capitals, with its port written out, and with the dot of the root", () => {
    const { host, protocol, pathname } = new URL(address);
    const path = pathname === "/" ? "" : pathname;
    expect(readStartUrl(`${protocol.toUpperCase()}//${host.toUpperCase()}${path}`)?.url).toBe(address);
    if (address.startsWith("http:")) return;
    expect(readStartUrl(`https://${host}:443${path}`)?.url).toBe(address);
    expect(readStartUrl(`https://${host}.${path}`)?.url).toBe(address);
  });
});

test.each([
  ["https://d-1234567890.awsapps.com", "https://d-1234567890.awsapps.com/start"],
  ["https://d-1234567890.awsapps.com/START/", "https://d-1234567890.awsapps.com/start"],
  ["https://ssoins-1.portal.eu-west-1.app.aws/start/#/", "https://ssoins-1.portal.eu-west-1.app.aws"],
  ["https://start.us-gov-home.awsapps.com/directory/D-1234567890/#/", gov],
  ["https://start.us-gov-home.awsapps.com/Directory/d-1234567890/start", gov],
  ["https://start.home.awsapps.cn/directory/Acme#/", china],
])("%s is %s", (written, spelling) => expect(readStartUrl(written)?.url).toBe(spelling));

test.each([
  "",
  "d-1234567890.awsapps.com/start",
  "javascript:alert(1)",
  "ftp://d-1234567890.awsapps.com/start",
  "https://",
  "https://somebody:secret@d-1234567890.awsapps.com/start",
  "http://d-1234567890.awsapps.com/start",
  "https://d-1234567890.awsapps.com:8443/start",
  "https://awsapps.com/start",
  "https://start.us-gov-home.awsapps.com/",
  "https://start.us-gov-home.awsapps.com/start",
  "https://start.home.awsapps.cn/directory/",
  "https://identitycenter.amazonaws.com/",
  "https://identitycenter.amazonaws.com/d-1234567890",
  "https://portal.amazonaws.com/start",
  "https://eu-west-1.portal.amazonaws.com",
  "https://ssoins-1.portal.app.aws",
])("%j names no instance", (text) => expect(readStartUrl(text)).toBeNull());

test("a host that only looks like AWS's is somebody's own", () => {
  for (const host of [
    "d-1234567890.awsapps.com.evil.example",
    "d-1234567890-awsapps.com",
    "notawsapps.com",
    "identitycenter.example.com",
  ]) {
    expect(readStartUrl(`https://${host}/start`)).toEqual({
      url: `https://${host}/start`,
      region: null,
      partition: null,
      kind: "vanity",
    });
  }
});

test("reading is done once: what was read is read as it is", () => {
  const text = fc.oneof(
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.string({ unit: "grapheme" }),
    fc
      .tuple(fc.constantFrom(...addresses.map(([address]) => address)), fc.webPath(), fc.webFragments())
      .map(([address, path, fragment]) => `${address}${path}#${fragment}`),
  );
  fc.assert(
    fc.property(text, (written) => {
      const read = readStartUrl(written);
      if (read) expect(readStartUrl(read.url)).toEqual(read);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  [
    "https://identitycenter.amazonaws.com/ssoins-1",
    "eu-west-1",
    "https://ssoins-1.eu-west-1.portal.amazonaws.com",
  ],
  [
    "https://identitycenter.us-gov.amazonaws.com/ssoins-1",
    "us-gov-west-1",
    "https://ssoins-1.us-gov-west-1.portal.amazonaws.com",
  ],
  [
    "https://identitycenter.amazonaws.com.cn/ssoins-1",
    "cn-north-1",
    "https://ssoins-1.cn-north-1.portal.amazonaws.com.cn",
  ],
  [
    "https://identitycenter.amazonaws.eu/ssoins-1/",
    "eusc-de-east-1",
    "https://ssoins-1.eusc-de-east-1.portal.amazonaws.eu",
  ],
  ["https://acme.awsapps.com/start/#/", "eu-west-1", "https://acme.awsapps.com/start"],
])("a browser goes from %s in %s to %s", (startUrl, region, page) =>
  expect(portalPage(startUrl, region)).toBe(page),
);
