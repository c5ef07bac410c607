/** Who signs out leaves nothing that somebody else could use, and nothing at AWS either once the last user is gone. */

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { sessionOfCookies } from "@/lib/idp/session";
import { createAccessToken } from "@/lib/portal/create-access-token";
import { forgetEnded } from "@/lib/portal/forget-ended";
import { identityCenterToken } from "@/lib/portal/identity-center-token";
import { instanceNamed } from "@/lib/portal/instance";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { signOut } from "@/lib/portal/sign-out";
import { accessTokenOf, revokeAccessTokens } from "@/lib/store/access-tokens";
import { connectionOf } from "@/lib/store/connections";
import { idpTokensOf } from "@/lib/store/idp-tokens";
import { deleteSessionsOf } from "@/lib/store/sessions";

let portal: TestPortal;
type Session = Awaited<ReturnType<TestPortal["newcomer"]>>;
let session: Session;

beforeAll(async () => {
  portal = await startTestPortal();
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  await portal.reset();
  const { person } = await portal.signIn("engineer");
  await deleteSessionsOf(person.id);
  await revokeAccessTokens(person.id, "test");
  session = await portal.newcomer("engineer");
  await identityCenterToken(session.person, instanceNamed("main"), newFacts());
  await portal.control.reset();
  await portal.control.option("requestsPerSecond", 0);
});

const loggedOut = () => portal.control.calls("Logout");
const connection = () => connectionOf(session.person.id, "main");
const leave = (wish = {}) => signOut(session.person, session.id, newFacts(), wish);

async function makeToken(): Promise<string> {
  const wanted = { name: "laptop", grants: "all" as const, hours: 12, networks: [] };
  return (await createAccessToken(session.person, newFacts(), wanted, { madeBy: "page" })).token;
}

describe("the last session", () => {
  test("takes the connection with it, here and at AWS, and the provider's tokens", async () => {
    await leave();
    expect(await connection()).toBeNull();
    expect(await idpTokensOf(session.person.id)).toBeNull();
    await vi.waitFor(async () => expect(await loggedOut()).toBe(1));
  });

  test("ends although AWS does not answer", async () => {
    await portal.control.fault("Logout", "hang", 3);
    await leave();
    expect(await sessionOfCookies(session.cookie)).toBe("ended");
    expect(await connection()).toBeNull();
  });

  test("leaves all that a machine needs, while one has a token", async () => {
    const token = await makeToken();
    await leave();
    expect((await accessTokenOf(token))?.revokedAt).toBeNull();
    expect(await connection()).not.toBeNull();
    expect((await idpTokensOf(session.person.id))?.refreshToken).not.toBeNull();
    expect(await loggedOut()).toBe(0);
  });
});

describe("a session that ended by itself", () => {
  const gone = async () => {
    await portal.store.run("UPDATE session SET expires_at = now() - interval '1 second'");
    await portal.store.run("UPDATE person SET confirmed_at = now() - interval '6 minutes'");
  };

  test("takes the connection with it, at AWS too", async () => {
    await gone();
    await forgetEnded();
    expect(await connection()).toBeNull();
    expect(await idpTokensOf(session.person.id)).toBeNull();
    await vi.waitFor(async () => expect(await loggedOut()).toBe(1));
  });

  test("leaves what a machine needs", async () => {
    await makeToken();
    await gone();
    await forgetEnded();
    expect(await connection()).not.toBeNull();
    expect(await idpTokensOf(session.person.id)).not.toBeNull();
  });

  test("takes nothing from somebody who is just signing in again", async () => {
    await gone();
    await portal.store.run("UPDATE person SET confirmed_at = now()");
    await forgetEnded();
    expect(await connection()).not.toBeNull();
  });

  test("leaves to its own end what a person approved by a code", async () => {
    await gone();
    await portal.reset(portal.byCode);
    await forgetEnded();
    expect(await connection()).not.toBeNull();
  });
});

test("one of two sessions ends alone", async () => {
  const other = await portal.signIn("engineer");
  await leave();
  expect(await sessionOfCookies(other.cookie)).toMatchObject({ id: other.id });
  expect(await connection()).not.toBeNull();
  expect(await loggedOut()).toBe(0);
});

describe("everywhere", () => {
  test("ends every session and every token, and the connection with them", async () => {
    const [other, token] = [await portal.signIn("engineer"), await makeToken()];
    const facts = newFacts();
    await signOut(session.person, session.id, facts, { everywhere: true });
    expect(await sessionOfCookies(session.cookie)).toBe("ended");
    expect(await sessionOfCookies(other.cookie)).toBe("ended");
    expect((await accessTokenOf(token))?.revokedAt).toBeInstanceOf(Date);
    expect(await connection()).toBeNull();
    await vi.waitFor(async () => expect(await loggedOut()).toBe(1));
    expect(await portal.events(facts)).toMatchObject([
      { kind: "access-token.revoked", detail: { why: "sign-out" } },
      { kind: "sign-out", detail: { everywhere: true } },
    ]);
  });

  test("leaves nobody who could still make a token, also where they were let in before", async () => {
    await leave({ everywhere: true });
    const facts = newFacts();
    const wanted = { name: "late", grants: "all" as const, hours: 1, networks: [] };
    const late = createAccessToken(session.person, facts, wanted, { madeBy: "page" });
    await expect(late).rejects.toMatchObject({
      code: expect.stringMatching(/session-ended|aws-connection-needed/),
    });
    const [row] = await portal.store.query<{ living: string }>(
      "SELECT count(*)::text AS living FROM access_token WHERE person_id = $1::uuid AND revoked_at IS NULL",
      [session.person.id],
    );
    expect(row?.living).toBe("0");
  });

  test("is this person's everywhere and nobody else's", async () => {
    const other = await portal.signIn("auditor");
    await leave({ everywhere: true });
    expect(await sessionOfCookies(other.cookie)).toMatchObject({ id: other.id });
  });

  test("works where nothing can be recorded", async () => {
    const token = await makeToken();
    await portal.unrecordable(null, () => leave({ everywhere: true }));
    expect(await sessionOfCookies(session.cookie)).toBe("ended");
    expect((await accessTokenOf(token))?.revokedAt).toBeInstanceOf(Date);
  });
});
