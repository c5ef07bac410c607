import { afterEach, beforeEach, expect, test } from "vitest";
import { forget } from "@/lib/core/once";
import { requestFacts } from "@/lib/web/facts";
import { hookHeader, hookValue } from "@/lib/web/request-hook";

const settings = {
  PORTAL_URL: "https://portal.example",
  PORTAL_SECRET: "x".repeat(40),
  OIDC_ISSUER: "https://id.example",
  OIDC_CLIENT_ID: "sallyport",
  OIDC_CLIENT_SECRET: "secret",
  IDENTITY_CENTER_START_URL: "https://acme.awsapps.com/start",
  IDENTITY_CENTER_REGION: "eu-west-1",
  IDENTITY_CENTER_APPLICATION_ARN:
    "arn:aws:sso::123456789012:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
};

let before: NodeJS.ProcessEnv;

beforeEach(() => {
  before = { ...process.env };
  Object.assign(process.env, settings);
});

afterEach(() => {
  process.env = before;
  forget("settings");
  forget("trusted-proxies");
});

function address(peer: string, forwarded: string | null, trusted = ""): string {
  process.env.TRUSTED_PROXIES = trusted;
  forget("settings");
  forget("trusted-proxies");
  const headers = new Headers({ [hookHeader]: hookValue(peer, "/") });
  if (forwarded !== null) headers.set("x-forwarded-for", forwarded);
  return requestFacts(headers).address;
}

test("a forged X-Forwarded-For does not become anybody's address", () => {
  expect(address("203.0.113.9", "10.0.0.1")).toBe("203.0.113.9");
  expect(address("203.0.113.9", "10.0.0.1", "10.0.0.0/8")).toBe("203.0.113.9");
});

test("behind a trusted proxy the nearest untrusted hop is the client, whatever stands left of it", () => {
  expect(address("10.0.0.1", "1.1.1.1, 198.51.100.7", "10.0.0.0/8")).toBe("198.51.100.7");
  expect(address("10.0.0.1", "1.1.1.1, 198.51.100.7, 10.2.3.4", "10.0.0.0/8")).toBe("198.51.100.7");
  expect(address("::1", "[2001:db8::1]", "::1")).toBe("2001:db8::1");
});

test("a trusted proxy that says nonsense, or nothing, leaves the peer", () => {
  expect(address("10.0.0.1", "'; DROP TABLE x", "10.0.0.0/8")).toBe("10.0.0.1");
  expect(address("10.0.0.1", null, "10.0.0.0/8")).toBe("10.0.0.1");
  expect(address("10.0.0.1", "10.0.0.9", "10.0.0.0/8")).toBe("10.0.0.1");
});

test("a request that did not come through the hook is turned away, whatever it says of itself", () => {
  for (const forged of [undefined, "", "1.2.3.4", "mark 1.2.3.4 /", `${"x".repeat(24)} 127.0.0.1 /`]) {
    const headers = new Headers(forged === undefined ? {} : { [hookHeader]: forged });
    expect(() => requestFacts(headers)).toThrow(/^stopping/);
  }
});

test("each request has a reference of its own and at most 512 characters of user agent", () => {
  const headers = new Headers({ [hookHeader]: hookValue("::1", "/x?y=1"), "user-agent": "a".repeat(4000) });
  const [one, two] = [requestFacts(headers), requestFacts(headers)];
  expect(one.correlationId).not.toBe(two.correlationId);
  expect(one.userAgent).toHaveLength(512);
  expect(one.path).toBe("/x?y=1");
});
