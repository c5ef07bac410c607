/** Two instances at once: each has its own connection, and what one does or suffers is not the other's. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Person } from "@/lib/core/person";
import { problemOf } from "@/lib/core/portal-error";
import { instances } from "@/lib/env";
import { awsPortals } from "@/lib/portal/aws-portal";
import { beginConnection, pollConnection } from "@/lib/portal/connect";
import { identityCenterToken } from "@/lib/portal/identity-center-token";
import { issueCredentials } from "@/lib/portal/issue-credentials";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { dropConnection } from "@/lib/store/connections";
import { createClock } from "@/sandbox/clock";
import { createPartners } from "@/sandbox/company-partners";

let portal: TestPortal;
let folder: string;

/** The instances stand in a file, and nothing of one stands in settings. */
const noInstance = {
  IDENTITY_CENTER_START_URL: "",
  IDENTITY_CENTER_REGION: "",
  IDENTITY_CENTER_CONNECT: "",
  IDENTITY_CENTER_APPLICATION_ARN: "",
};

beforeAll(async () => {
  portal = await startTestPortal();
  folder = mkdtempSync(join(tmpdir(), "several-instances-"));
});

beforeEach(() => withPartners("trusted-issuer"));

async function withPartners(partners: "device-code" | "trusted-issuer"): Promise<void> {
  const file = join(folder, "instances.yaml");
  writeFileSync(file, portal.instancesYaml({ partners }));
  await portal.reset({ ...noInstance, INSTANCES_FILE: file });
}

afterAll(async () => {
  await portal.stop();
  rmSync(folder, { recursive: true });
});

async function connect(person: Person, id: string): Promise<string> {
  const instance = instances().find((one) => one.id === id);
  if (!instance) throw new Error(`There is no instance ${id}.`);
  return await identityCenterToken(person, instance, newFacts());
}

/** The account that both instances have. */
const isShared = ({ accountName }: { accountName?: string }) => accountName === "shared-services";

async function disconnect(person: Person): Promise<void> {
  for (const { id } of instances()) await dropConnection(person.id, id);
}

test("instances that connect at once exchange an id_token each, and none exchanges another's", async () => {
  const { person } = await portal.signIn("engineer");
  await portal.control.option("refreshGrant", false);
  for (let round = 0; round < 4; round++) {
    await disconnect(person);
    const before = await portal.control.calls("CreateTokenWithIAM");
    const tokens = await Promise.all(["main", "partners"].map((id) => connect(person, id)));
    expect(new Set(tokens).size).toBe(2);
    // Whoever exchanged a token that was spent would have had to ask once more.
    expect((await portal.control.calls("CreateTokenWithIAM")) - before).toBe(2);
  }
});

test("one instance is connected by code at its own page, while the other needs none", async () => {
  await withPartners("device-code");
  const { person, id: sessionId } = await portal.signIn("engineer");
  await disconnect(person);
  expect(await connect(person, "partners").catch(problemOf)).toBe("aws-connection-needed");
  await expect(connect(person, "main")).resolves.toBeTruthy();

  const code = await beginConnection(person, sessionId, "partners", newFacts());
  const [, partners] = instances();
  expect(new URL(code.verificationUri).origin).toBe(new URL(partners?.startUrl ?? "").origin);
  const body = new URLSearchParams({ user_code: code.userCode, login: "engineer" });
  expect((await fetch(code.verificationUri, { method: "POST", body })).status).toBe(200);
  expect(await pollConnection(person, sessionId, "partners", newFacts())).toEqual({ state: "connected" });
  expect(await connect(person, "partners")).not.toBe(await connect(person, "main"));
});

test("keys are of the instance that was named, although the other has an account of the same id", async () => {
  const { person } = await portal.signIn("engineer");
  // Partners' account; the company's has the same id, and no role there for this person.
  const accountId = createPartners(createClock()).accounts.find(isShared)?.accountId ?? "";
  const issue = (instance: string) =>
    issueCredentials(person, newFacts(), { grant: { instance, accountId, role: "ReadOnlyAccess" } });
  expect((await issue("partners")).credentials.accessKeyId).toMatch(/^ASIA/);
  await expect(issue("main")).rejects.toMatchObject({ code: "role-not-granted" });
});

test("one instance that is down, or that does not know a person, leaves the other as it is", async () => {
  const { person } = await portal.signIn("engineer");
  await disconnect(person);
  await portal.control.fault("CreateTokenWithIAM", "error", 9, { instance: "partners" });
  const [main, partners] = await Promise.allSettled(["main", "partners"].map((id) => connect(person, id)));
  expect(main?.status).toBe("fulfilled");
  expect(partners?.status === "rejected" && problemOf(partners.reason)).toBe("aws-unavailable");

  await portal.control.reset();
  await portal.control.option("requestsPerSecond", 0);
  const auditor = (await portal.signIn("auditor")).person;
  expect(await connect(auditor, "partners").catch(problemOf)).toBe("aws-user-unmatched");
  await expect(connect(auditor, "main")).resolves.toBeTruthy();
});

test("AWS's own portals are named as the file names the instances", () => {
  expect(awsPortals()).toMatchObject([
    { instance: "main", label: "Acme" },
    { instance: "partners", label: "Partners" },
  ]);
});
