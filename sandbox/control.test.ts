/** The control door over HTTP: what it does, and that it says what is wrong with what it was sent. */

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createClock } from "./clock";
import { createCompany, identities } from "./company";
import { createPartners } from "./company-partners";
import { type Sandbox, startSandbox } from "./start-sandbox";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => post("reset", {}));

test.each([
  ["faults", { operation: "Nothing", answer: "error" }, "There is no operation Nothing."],
  ["faults", { operation: "__proto__", answer: "error" }, "There is no operation __proto__."],
  ["faults", { operation: "ListAccounts", answer: "wrong-nonce" }, "ListAccounts cannot answer wrong-nonce."],
  ["faults", { operation: "ListAccounts" }, "answer"],
  ["faults", { operation: "ListAccounts", answer: "error", times: 0 }, "times"],
  ["faults", { operation: "ListAccounts", answer: "error", times: 1.5 }, "times"],
  ["faults", { operation: "ListAccounts", answer: "error", time: 2 }, "time"],
  ["faults", { operation: "ListAccounts", answer: "error", instance: "elsewhere" }, "instance"],
  ["faults", { operation: "ListAccounts", answer: "error", every: 0 }, "every"],
  [
    "faults",
    { operation: "RegisterClient", answer: "repeat-token" },
    "RegisterClient cannot answer repeat-token.",
  ],
  ["faults", [], "expected object"],
  ["instances", { partners: "saml" }, "partners"],
  ["instances", {}, "partners"],
  ["clock", { advanceSeconds: -1 }, "advanceSeconds"],
  ["clock", { advanceSeconds: "3600" }, "advanceSeconds"],
  ["clock", {}, "advanceSeconds"],
  ["assignments", { login: "nobody", accountId: "1", roleName: "x", assigned: true }, "no identity nobody"],
  ["assignments", { login: "reader", accountId: "1", roleName: "x", assigned: true }, "no account 1"],
  ["options", { refreshGrant: "no" }, "refreshGrant is a boolean"],
  ["options", { constructor: 1 }, "no option constructor"],
  ["options", { answerDelayMs: 60_001 }, "answerDelayMs is a number from 0 to 60000"],
  ["options", { requestsPerSecond: -1 }, "requestsPerSecond is a number from 0"],
  ["options", { idTokenClaims: "some" }, "idTokenClaims is one of"],
  ["rotate-keys", { keepOld: "yes" }, "keepOld"],
])("%s refuses %j and says why", async (call, body, why) => {
  const response = await post(call, body);
  expect(response.status).toBe(400);
  expect((await response.json()).error).toContain(why);
});

test("a body that is not JSON is refused, and so is one that is too large", async () => {
  for (const body of ["{", `"${"x".repeat(70_000)}"`]) {
    const response = await fetch(new URL("clock", sandbox.controlUrl), { method: "POST", body });
    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty("error");
  }
});

test("a call that does not exist is 404, and the door lists those that do", async () => {
  expect((await post("everything", {})).status).toBe(404);
  expect((await fetch(new URL("faults/", sandbox.controlUrl))).status).toBe(404);
  const list = await get("");
  expect(list).toContainEqual(expect.objectContaining({ call: "POST /_sandbox/faults" }));
});

test("calls are counted by operation, faults included", async () => {
  await fetch(`${sandbox.issuer}/jwks`);
  await post("faults", { operation: "Jwks", answer: "error", times: 2 });
  const answers = await Promise.all([1, 2, 3].map(() => fetch(`${sandbox.issuer}/jwks`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 500, 500]);
  expect(await get("calls")).toEqual({ Jwks: 4 });
});

test("a reset takes back clock, faults, counts, options and assignments", async () => {
  const [reader] = (await get("identities")).filter(({ login }: { login: string }) => login === "reader");
  const accountId = anAccount();
  await post("clock", { advanceSeconds: 86_400 });
  await post("faults", { operation: "Jwks", answer: "error", times: 5 });
  await post("options", { refreshGrant: false, idTokenClaims: "all" });
  const given = await post("assignments", {
    login: "reader",
    accountId,
    roleName: "Developer",
    assigned: true,
  });
  expect((await given.json()).roles).toBe(reader.roles + 1);

  await post("reset", {});
  expect((await fetch(`${sandbox.issuer}/jwks`)).status).toBe(200);
  expect(await get("calls")).toEqual({ Jwks: 1 });
  expect(await get("options")).toMatchObject({ refreshGrant: true, idTokenClaims: "email" });
  expect(await get("identities")).toContainEqual(reader);
  const { now } = await (await post("clock", { advanceSeconds: 0 })).json();
  expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(60_000);
});

test("roles of partners are given and taken by themselves, and a reset takes them back", async () => {
  const partners = createPartners(createClock());
  const wanted = {
    instance: "partners",
    login: "newcomer",
    accountId: partners.accounts[3]?.accountId,
    roleName: "Developer",
  };
  const given = await post("assignments", { ...wanted, assigned: true });
  expect(await given.json()).toEqual({ login: "newcomer", accounts: 1, roles: 1 });
  expect((await post("assignments", { ...wanted, instance: "main", assigned: false })).status).toBe(400);
  await post("reset", {});
  expect((await post("assignments", { ...wanted, assigned: false })).status).toBe(400);
});

test("a portal of several instances is told of both by a file, and of none by settings", async () => {
  const { yaml } = await (await post("instances", { partners: "trusted-issuer" })).json();
  expect(yaml).toBe(sandbox.instancesYaml({ partners: "trusted-issuer" }));
  expect(yaml).toContain(`startUrl: ${sandbox.environment.IDENTITY_CENTER_START_URL}\n`);
  const environment = sandbox.instancesEnvironment("/etc/instances.yaml");
  expect(environment).toMatchObject({ INSTANCES_FILE: "/etc/instances.yaml", OIDC_ISSUER: sandbox.issuer });
  expect(Object.keys(environment).filter((name) => name.startsWith("IDENTITY_CENTER_"))).toEqual([]);
});

test("a role that is not held cannot be taken away", async () => {
  const wanted = { login: "newcomer", accountId: anAccount(), roleName: "Developer", assigned: false };
  expect((await post("assignments", wanted)).status).toBe(400);
});

test("half of a wrong set of options is not taken either", async () => {
  await post("options", { refreshGrant: false, nothing: 1 });
  expect(await get("options")).toMatchObject({ refreshGrant: true });
});

test("every identity is listed with its size", async () => {
  const listed = await get("identities");
  expect(listed.map(({ login }: { login: string }) => login)).toEqual(identities.map(({ login }) => login));
  expect(listed[0]).toMatchObject({ login: "engineer", accounts: 12 });
});

test("two sandboxes run side by side and do not share a thing", async () => {
  const other = await startSandbox();
  await fetch(`${other.issuer}/jwks`);
  expect(await get("calls")).toEqual({});
  await other.close();
});

test("closing does not wait for a call that hangs", async () => {
  const other = await startSandbox();
  const fault = { operation: "Jwks", answer: "hang" };
  await fetch(new URL("faults", other.controlUrl), { method: "POST", body: JSON.stringify(fault) });
  const hanging = fetch(`${other.issuer}/jwks`);
  const cut = expect(hanging).rejects.toThrow();
  while (!(await (await fetch(new URL("calls", other.controlUrl))).json()).Jwks);
  await other.close();
  await cut;
});

test("a portal is told everything it needs, and no setting is empty", () => {
  for (const name of [
    "PORTAL_URL",
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_SCOPES",
    "OIDC_GROUPS_CLAIM",
    "ADMIN_GROUPS",
    "AUDITOR_GROUPS",
    "IDENTITY_CENTER_START_URL",
    "IDENTITY_CENTER_REGION",
    "IDENTITY_CENTER_CONNECT",
    "IDENTITY_CENTER_APPLICATION_ARN",
    "CONSOLE_SIGN_IN_URL",
    "AWS_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_ENDPOINT_URL_SSO",
    "AWS_ENDPOINT_URL_SSO_OIDC",
    "AWS_ENDPOINT_URL_STS",
  ]) {
    expect(sandbox.environment[name], name).toBeTruthy();
  }
});

async function post(call: string, body: unknown): Promise<Response> {
  return fetch(new URL(call, sandbox.controlUrl), { method: "POST", body: JSON.stringify(body) });
}

async function get(call: string) {
  return (await fetch(new URL(call, sandbox.controlUrl))).json();
}

/** The control door lists no accounts; the company that any sandbox begins with is the same. */
function anAccount(): string {
  return createCompany({ clock: createClock() }).accounts[0]?.accountId ?? "";
}

test("it names every setting with which a portal reaches it", async () => {
  expect(await get("environment")).toEqual(sandbox.environment);
});
