/** What is sealed opens for nobody else, and a mark of ours cannot be made elsewhere. */

import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { isSigned, seal, sign, unseal } from "./seal";
import { applySettings } from "./test-database";

const ours = { person: "7b0c1a52-9d0e-4f53-8f6a-1d2e3f405162", purpose: "idp-tokens" };
const secret = "the secret of these tests, long enough";

beforeEach(() => {
  applySettings({
    PORTAL_URL: "http://localhost:3000",
    PORTAL_SECRET: secret,
    PORTAL_SECRET_PREVIOUS: "",
    OIDC_ISSUER: "http://localhost:4000",
    OIDC_CLIENT_ID: "sallyport",
    OIDC_CLIENT_SECRET: "not a secret",
    IDENTITY_CENTER_START_URL: "https://d-1234567890.awsapps.com/start",
    IDENTITY_CENTER_REGION: "eu-west-1",
    IDENTITY_CENTER_APPLICATION_ARN:
      "arn:aws:sso::123456789012:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
  });
});

const refused = expect.objectContaining({
  code: "unexpected",
  message: expect.stringContaining("integrity"),
});

function failureOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (failure) {
    return failure;
  }
}

describe("sealing", () => {
  test("any text opens as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(unseal(seal(text, ours), ours)).toBe(text);
      }),
    );
  });

  test("the same text is never sealed to the same bytes", () => {
    const sealed = Array.from({ length: 100 }, () => seal("token", ours));
    expect(new Set(sealed).size).toBe(100);
  });

  test.each([
    ["another person", { ...ours, person: "8b0c1a52-9d0e-4f53-8f6a-1d2e3f405162" }],
    ["another purpose", { ...ours, purpose: "connection to main" }],
    ["the same letters, divided otherwise", { person: `${ours.person}idp`, purpose: "-tokens" }],
  ])("what was sealed for one does not open for %s", (_, other) => {
    const sealed = seal("token", ours);
    expect(failureOf(() => unseal(sealed, other))).toEqual(refused);
  });

  test("one changed character anywhere keeps it shut", () => {
    const sealed = seal("a token that somebody wants", ours);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = `${sealed.slice(0, index)}${sealed[index] === "A" ? "B" : "A"}${sealed.slice(index + 1)}`;
      expect(failureOf(() => unseal(changed, ours))).toEqual(refused);
    }
  });

  test("no text that we did not seal opens, and the failure does not repeat it", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom("", ".", "1.", "1..", "1.x.y", "....")), (text) => {
        const failure = failureOf(() => unseal(text, ours));
        expect(failure).toEqual(refused);
      }),
    );
    const sealed = seal("canary", ours);
    expect(String(failureOf(() => unseal(sealed.slice(0, -4), ours)))).not.toContain(sealed.slice(20, 30));
  });

  test("a shorter tag is no way in", () => {
    const [version, id, box = ""] = seal("token", ours).split(".");
    const cut = Buffer.from(box, "base64url").subarray(0, -12).toString("base64url");
    expect(failureOf(() => unseal(`${version}.${id}.${cut}`, ours))).toEqual(refused);
  });
});

describe("a change of PORTAL_SECRET", () => {
  const next = "another secret, which is as long as that";

  test("leaves open what the previous one sealed, and seals with the new one", () => {
    const old = seal("token", ours);
    applySettings({ PORTAL_SECRET: next, PORTAL_SECRET_PREVIOUS: secret });
    expect(unseal(old, ours)).toBe("token");
    const anew = seal("token", ours);
    applySettings({ PORTAL_SECRET_PREVIOUS: "" });
    expect(unseal(anew, ours)).toBe("token");
    expect(failureOf(() => unseal(old, ours))).toEqual(refused);
  });

  test("leaves valid what the previous one signed", () => {
    const old = sign("form", "text");
    applySettings({ PORTAL_SECRET: next, PORTAL_SECRET_PREVIOUS: secret });
    expect(isSigned("form", "text", old)).toBe(true);
    applySettings({ PORTAL_SECRET_PREVIOUS: "" });
    expect(isSigned("form", "text", old)).toBe(false);
  });
});

describe("signing", () => {
  test("a mark holds for its own purpose and text alone", () => {
    const mark = sign("form", "text");
    expect(isSigned("form", "text", mark)).toBe(true);
    expect(isSigned("form", "texts", mark)).toBe(false);
    expect(isSigned("forms", "text", mark)).toBe(false);
    expect(isSigned("for", "mtext", mark)).toBe(false);
  });

  test("whatever is given as a mark, only ours is one", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (mark) => {
        expect(isSigned("form", "text", mark)).toBe(false);
      }),
    );
    expect(isSigned("form", "text", sign("form", "text").slice(0, -1))).toBe(false);
  });
});
