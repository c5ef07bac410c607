/** Sealed tokens and the leases on them, on each kind of store: one renews, the others learn of it, and no one undoes newer work. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { forget } from "@/lib/core/once";
import {
  confirmConnection,
  connectionOf,
  dropConnection,
  leaseConnection,
  releaseConnection,
  saveConnection,
} from "./connections";
import {
  dropIdpTokens,
  idpTokensOf,
  leaseIdpTokens,
  releaseIdpTokens,
  renewIdpTokens,
  saveIdpTokens,
} from "./idp-tokens";
import { leaseJob } from "./job-leases";
import { savePerson } from "./people";
import { startTestStore, storeKinds, type TestStore } from "./test-database";

const expiresAt = new Date("2030-01-01T00:00:00.000Z");
const tokens = { idToken: "canary-id-token", refreshToken: "canary-refresh-token", expiresAt };
const newer = { ...tokens, idToken: "canary-newer" };
const connection = {
  accessToken: "canary-access",
  refreshToken: "canary-renew",
  clientId: null,
  expiresAt,
  arn: null,
};

describe.each(storeKinds())("on %s", (kind) => {
  let store: TestStore;
  let people = 0;
  let person = "";
  beforeAll(async () => {
    store = await startTestStore(kind);
  });
  afterAll(async () => {
    await store.stop();
  });

  async function newPerson(): Promise<string> {
    people += 1;
    const { id } = await savePerson({
      issuer: "https://id.example.com",
      subject: `person ${people}`,
      name: null,
      email: null,
      emailVerified: false,
      userName: null,
      groups: null,
    });
    return id;
  }

  beforeEach(async () => {
    person = await newPerson();
  });

  /** As if so much time had passed: tests do not wait for a lease to run out. */
  async function runOut(table: "idp_token" | "connection" | "job_lease"): Promise<void> {
    const column = table === "job_lease" ? "until" : "lease_until";
    await store.run(`UPDATE ${table} SET ${column} = now() - interval '1 millisecond'`);
  }

  describe("provider tokens", () => {
    test("are kept, and nothing of them in clear", async () => {
      await saveIdpTokens(person, tokens);
      expect(await idpTokensOf(person)).toEqual({ ...tokens, version: 1 });
      expect(await store.dump()).not.toContain("canary");
    });

    test("of somebody who has none are none, and cannot be leased", async () => {
      expect(await idpTokensOf(person)).toBeNull();
      expect(await leaseIdpTokens(person, 30)).toBeNull();
    });

    test("of twenty who want to renew at once, one may", async () => {
      await saveIdpTokens(person, tokens);
      const leases = await Promise.all(Array.from({ length: 20 }, () => leaseIdpTokens(person, 30)));
      const [lease, ...more] = leases.filter((taken) => taken !== null);
      expect(more).toEqual([]);
      expect(lease && (await renewIdpTokens(lease, newer))).toBe(true);
      expect(await idpTokensOf(person)).toEqual({ ...newer, version: 2 });
    });

    test("a lease that was given back, or used, can be taken again", async () => {
      await saveIdpTokens(person, tokens);
      const first = await leaseIdpTokens(person, 30);
      if (first) await releaseIdpTokens(first);
      const second = await leaseIdpTokens(person, 30);
      expect(second && (await renewIdpTokens(second, newer))).toBe(true);
      expect(await leaseIdpTokens(person, 30)).not.toBeNull();
    });

    test("a lease that ran out is retaken, and who comes late with it stores nothing", async () => {
      await saveIdpTokens(person, tokens);
      const late = await leaseIdpTokens(person, 30);
      await runOut("idp_token");
      const next = await leaseIdpTokens(person, 30);
      expect(late && (await renewIdpTokens(late, { ...tokens, idToken: "late" }))).toBe(false);
      // Nor can the late one end the lease of the next.
      if (late) await releaseIdpTokens(late);
      expect(await leaseIdpTokens(person, 30)).toBeNull();
      expect(next && (await renewIdpTokens(next, newer))).toBe(true);
      expect((await idpTokensOf(person))?.idToken).toBe("canary-newer");
    });

    test("a lease that ran out and that nobody took still stores: the provider has spent the old token", async () => {
      await saveIdpTokens(person, tokens);
      const lease = await leaseIdpTokens(person, 30);
      await runOut("idp_token");
      expect(lease && (await renewIdpTokens(lease, newer))).toBe(true);
    });

    test("a sign-in meanwhile is newer than the renewal", async () => {
      await saveIdpTokens(person, tokens);
      const lease = await leaseIdpTokens(person, 30);
      await saveIdpTokens(person, newer);
      expect(lease && (await renewIdpTokens(lease, tokens))).toBe(false);
      expect(await idpTokensOf(person)).toMatchObject({ idToken: "canary-newer" });
      expect(await leaseIdpTokens(person, 30)).not.toBeNull();
    });

    test("that were dropped do not come back by a renewal", async () => {
      await saveIdpTokens(person, tokens);
      const lease = await leaseIdpTokens(person, 30);
      await dropIdpTokens(person);
      expect(lease && (await renewIdpTokens(lease, newer))).toBe(false);
      expect(await idpTokensOf(person)).toBeNull();
    });

    test("whose rows were swapped between two people open for neither", async () => {
      const other = await newPerson();
      await saveIdpTokens(person, tokens);
      await saveIdpTokens(other, newer);
      await store.query(
        `UPDATE idp_token AS mine SET sealed = theirs.sealed FROM idp_token AS theirs
         WHERE (mine.person_id, theirs.person_id) IN (($1, $2), ($2, $1))`,
        [person, other],
      );
      await expect(idpTokensOf(person)).rejects.toMatchObject({ code: "unexpected" });
      await expect(idpTokensOf(other)).rejects.toMatchObject({ code: "unexpected" });
    });
  });

  describe("connections", () => {
    test("the first is made under a lease, and nothing of it kept in clear", async () => {
      const lease = await leaseConnection(person, "main", 30);
      expect(await connectionOf(person, "main")).toBeNull();
      expect(lease && (await saveConnection(lease, connection))).toBe(true);
      expect(await connectionOf(person, "main")).toEqual({ ...connection, version: 1 });
      expect(await store.dump()).not.toContain("canary");
    });

    test("of twenty who want to make one at once, one may", async () => {
      const leases = await Promise.all(Array.from({ length: 20 }, () => leaseConnection(person, "main", 30)));
      expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
    });

    test("to two instances, and of two people, do not get in each other's way", async () => {
      const [one, two] = [
        await leaseConnection(person, "main", 30),
        await leaseConnection(person, "other", 30),
      ];
      const third = await leaseConnection(await newPerson(), "main", 30);
      expect([one, two, third]).not.toContain(null);
      if (one) await saveConnection(one, connection);
      expect(await connectionOf(person, "other")).toBeNull();
      await dropConnection(person, "other");
      expect(await connectionOf(person, "main")).not.toBeNull();
    });

    test("a lease that ran out is retaken, and who comes late with it stores nothing", async () => {
      const late = await leaseConnection(person, "main", 30);
      await runOut("connection");
      const next = await leaseConnection(person, "main", 30);
      expect(late && (await saveConnection(late, { ...connection, accessToken: "late" }))).toBe(false);
      expect(next && (await saveConnection(next, connection))).toBe(true);
      expect((await connectionOf(person, "main"))?.accessToken).toBe("canary-access");
    });

    test("one that was dropped does not come back by a renewal", async () => {
      const lease = await leaseConnection(person, "main", 30);
      await dropConnection(person, "main");
      expect(lease && (await saveConnection(lease, connection))).toBe(false);
      expect(await connectionOf(person, "main")).toBeNull();
    });

    test("a lease given back leaves what was there", async () => {
      const first = await leaseConnection(person, "main", 30);
      if (first) await saveConnection(first, connection);
      const second = await leaseConnection(person, "main", 30);
      if (second) await releaseConnection(second);
      expect(await connectionOf(person, "main")).toEqual({ ...connection, version: 1 });
      expect(await leaseConnection(person, "main", 30)).not.toBeNull();
    });

    test("who AWS said it is stays until a new exchange", async () => {
      const arn = "arn:aws:sts::000000000123:assumed-role/AWSReservedSSO_Reader_0123456789abcdef/ada";
      const first = await leaseConnection(person, "main", 30);
      if (first) await saveConnection(first, connection);
      await confirmConnection(person, "main", arn);
      expect((await connectionOf(person, "main"))?.arn).toBe(arn);
      const second = await leaseConnection(person, "main", 30);
      if (second) await saveConnection(second, connection);
      expect((await connectionOf(person, "main"))?.arn).toBeNull();
    });

    test("a row moved to another instance does not open there", async () => {
      const lease = await leaseConnection(person, "main", 30);
      if (lease) await saveConnection(lease, connection);
      await store.query("UPDATE connection SET instance = 'other' WHERE person_id = $1", [person]);
      await expect(connectionOf(person, "other")).rejects.toMatchObject({ code: "unexpected" });
    });
  });

  describe("jobs", () => {
    /** As another process is: with a holder's name of its own. */
    const asAnotherProcess = () => forget("job-lease-holder");

    test("a job is one process's at a time, who may go on with it", async () => {
      expect(await leaseJob("sweep", 30)).toBe(true);
      expect(await leaseJob("sweep", 30)).toBe(true);
      asAnotherProcess();
      expect(await leaseJob("sweep", 30)).toBe(false);
      expect(await leaseJob("another", 30)).toBe(true);
    });

    test("a job whose process is gone is another's when the time has run out", async () => {
      await leaseJob("abandoned", 30);
      asAnotherProcess();
      await runOut("job_lease");
      expect(await leaseJob("abandoned", 30)).toBe(true);
    });
  });
});
