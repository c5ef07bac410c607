/** What AWS says beside a token is of use where it can be read, and harmless where it cannot. */

import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { tokenOf } from "@/lib/aws/token-answer";

const userId = "90676f2c1d-5e1c8f2a-0b3d-4c6e-9f10-1a2b3c4d5e6f";

function answer(idToken: unknown) {
  return tokenOf("ExchangeIdToken", 0, { accessToken: "a", expiresIn: 60, idToken });
}

async function about(claims: Record<string, unknown>): Promise<string> {
  return await new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(new Uint8Array(32));
}

test("the id_token's subject is the person's user id, with the store's digits or without", async () => {
  expect(answer(await about({ sub: userId })).userId).toBe(userId);
  expect(answer(await about({ sub: userId.slice(11) })).userId).toBe(userId.slice(11));
});

test("without a user id that can be read the token is as good", async () => {
  expect(tokenOf("DeviceToken", 0, { accessToken: "a", expiresIn: 60 }).userId).toBeNull();
  const hostile = [
    { sub: `${userId}\n` },
    { sub: "*" },
    { sub: `x${userId}` },
    { sub: 7 },
    { sub: [userId] },
    {},
  ];
  const unreadable = [undefined, null, "", "a.b.c", "x", 7, {}, "\ud800"];
  for (const idToken of [...unreadable, ...(await Promise.all(hostile.map(about)))]) {
    expect(answer(idToken)).toMatchObject({ accessToken: "a", userId: null });
  }
});
