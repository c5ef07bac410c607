/** How access tokens are written, and what may be asked of one. */

import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AccessTokenWanted, accessTokenText, isWellFormed } from "@/lib/core/access-token";

const token = accessTokenText(randomBytes(32));

describe("a token's text", () => {
  test("is a prefix that scanners know, 43 letters and digits, and six more", () => {
    expect(token).toMatch(/^spt_[0-9A-Za-z]{49}$/);
  });

  test("holds all of its secret: no two secrets are one text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.nat(31), (secret, at) => {
        const other = Uint8Array.from(secret, (byte, place) => (place === at ? byte ^ 1 : byte));
        expect(accessTokenText(secret)).not.toBe(accessTokenText(other));
        expect(accessTokenText(secret)).toHaveLength(53);
        expect(isWellFormed(accessTokenText(secret))).toBe(true);
      }),
    );
  });

  test.each([0, 255])("of a secret of nothing but %i is as long as any", (byte) => {
    expect(accessTokenText(new Uint8Array(32).fill(byte))).toHaveLength(53);
  });

  test("ends in zlib's checksum of what stands before it", () => {
    const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const number = [...token.slice(-6)].reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0);
    expect(number).toBe(crc32(token.slice(0, -6)));
  });
});

describe("no token at all", () => {
  test("is a text with any one of its characters another", () => {
    for (let at = 0; at < token.length; at++) {
      const other = token.charAt(at) === "A" ? "B" : "A";
      expect(isWellFormed(token.slice(0, at) + other + token.slice(at + 1))).toBe(false);
    }
  });

  test.each(["", "spt_", token.slice(1), `${token} `, ` ${token}`, `${token}0`, token.toUpperCase()])(
    "is %j",
    (text) => expect(isWellFormed(text)).toBe(false),
  );

  test("is whatever else somebody sends", () => {
    fc.assert(fc.property(fc.string(), (text) => !isWellFormed(text)));
  });
});

describe("what is asked for", () => {
  const grant = { instance: "main", accountId: "012345678901", role: "ReadOnlyAccess" };
  const wanted = { name: "laptop", grants: [grant], hours: 12, networks: ["10.0.0.0/8", "2001:db8::/32"] };
  const isTaken = (changed: object) => AccessTokenWanted.safeParse({ ...wanted, ...changed }).success;

  test("is some roles, or all by that word", () => {
    expect(isTaken({})).toBe(true);
    expect(isTaken({ grants: "all" })).toBe(true);
  });

  test.each<[string, object]>([
    ["no role", { grants: [] }],
    ["roles left out", { grants: undefined }],
    ["null for all", { grants: null }],
    ["more roles than anybody picks", { grants: Array.from({ length: 201 }, () => grant) }],
    ["no name", { name: "  " }],
    ["a name of two lines", { name: "a\nb" }],
    ["a name that turns the line around", { name: "a\u202eb" }],
    ["a name without end", { name: "x".repeat(65) }],
    ["no time", { hours: 0 }],
    ["half an hour", { hours: 0.5 }],
    ["for ever", { hours: 1e9 }],
    ["a host's name for a network", { networks: ["office.example.com"] }],
    ["a network with too many bits", { networks: ["10.0.0.0/33"] }],
    ["something unknown", { admin: true }],
  ])("cannot be %s", (_, changed) => expect(isTaken(changed)).toBe(false));
});
