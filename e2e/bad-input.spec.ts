/** What goes wrong at the doors, one problem each: nothing lost, nothing leaked. */

import type { AccessLine } from "@/lib/core/access";
import { createVisitor } from "@/sandbox/visitor";
import { httpSignIn, stranger } from "./http-person";
import { control, expect, test } from "./stories";

type Told = { instance: string; accountId: string; roles: readonly string[] | null };
type Role = { instance: string; accountId: string; role: string };
type World = { portal: { url: string }; sandbox: Parameters<typeof control>[0] };

test.describe.configure({ mode: "serial" });

async function grantsOf(
  world: World,
  login: string,
): Promise<{ person: Awaited<ReturnType<typeof httpSignIn>>; grants: Role[] }> {
  const person = await httpSignIn(world.portal.url, login);
  const text = await (await person.get("/api/access")).text();
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as AccessLine);
  // What AWS tells now, and what is kept from a test before.
  const told = lines.flatMap((line): Told[] => {
    if (line.kind === "roles") return [line];
    return line.kind === "kept" ? line.accounts.map((one) => ({ ...one, instance: line.instance })) : [];
  });
  const grants = told.flatMap(({ instance, accountId, roles }) =>
    (roles ?? []).map((role) => ({ instance, accountId, role })),
  );
  return { person, grants };
}

async function minted({ sandbox }: World): Promise<number> {
  return ((await control(sandbox, "calls")) as Record<string, number>).GetRoleCredentials ?? 0;
}

test("an unknown account, an unknown role, an unknown instance and somebody else's role look the same", async ({
  world,
}) => {
  const { person, grants } = await grantsOf(world, "reader");
  const others = (await grantsOf(world, "everything")).grants;
  const mine = grants[0];
  const foreign = others.find((other) => !grants.some((own) => own.accountId === other.accountId));
  if (!mine || !foreign) throw new Error("the sandbox's people have not what this test needs");
  const answers = [];
  for (const grant of [
    { ...mine, accountId: "999999999999" },
    { ...mine, role: "NoSuchRole" },
    { ...mine, instance: "elsewhere" },
    foreign,
  ]) {
    const answer = await person.post("/api/credentials", grant);
    const { reference: _, links: __, ...said } = await answer.json();
    answers.push({ status: answer.status, said });
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.said.code).toBe("role-not-granted");
});

test("input that is no grant is refused before AWS or the record is asked", async ({ world }) => {
  const { person, grants } = await grantsOf(world, "engineer");
  const mine = grants[0];
  const before = await minted(world);
  for (const body of [
    { ...mine, accountId: "12345678901" },
    { ...mine, accountId: 123456789012 },
    { ...mine, accountId: "１２３４５６７８９０１２" },
    { ...mine, role: 'x"; rm -rf ~' },
    { ...mine, role: "" },
    { ...mine, more: 1 },
    { ...mine, __proto__: null, constructor: {} },
    {},
    null,
    [],
    "x",
  ]) {
    const answer = await person.post("/api/credentials", body);
    expect(answer.status, JSON.stringify(body)).toBe(400);
    expect((await answer.json()).code).toBe("invalid-input");
  }
  const large = await person.post("/api/credentials", { ...mine, format: "x".repeat(100_000) });
  expect((await large.json()).code).toBe("too-large");
  const form = await person.form("/api/credentials", { ...mine });
  expect((await form.json()).code).toBe("unsupported-media-type");
  expect(await minted(world)).toBe(before);
});

test("no other site, sibling, port or scheme can have keys minted or a console opened, and each try is on record", async ({
  world,
}) => {
  const { person, grants } = await grantsOf(world, "engineer");
  const before = await minted(world);
  const url = world.portal.url;
  const foreign: Record<string, string>[] = [
    { origin: "null" },
    { origin: "https://evil.example" },
    { origin: url.replace("localhost", "x.localhost") },
    { origin: url.replace(/:\d+$/, ":1") },
    { origin: url.replace("http:", "https:") },
    { origin: `${url}.evil.example` },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
  ];
  for (const headers of foreign) {
    const answer = await person.post("/api/credentials", grants[0], headers);
    expect(answer.status, JSON.stringify(headers)).toBe(403);
    expect((await answer.json()).code).toBe("foreign-origin");
    const opened = await person.form("/api/console", { ...grants[0], token: "x" }, headers);
    expect(opened.headers.get("location")).toContain("/problem/foreign-origin");
  }
  for (const missing of ["origin", "sec-fetch-site"]) {
    const headers = new Headers({
      cookie: person.cookie(),
      origin: url,
      "sec-fetch-site": "same-origin",
      "content-type": "application/json",
    });
    headers.delete(missing);
    const answer = await fetch(`${url}/api/credentials`, {
      method: "POST",
      headers,
      body: JSON.stringify(grants[0]),
    });
    // fetch adds no Origin of its own; what is missing stays missing.
    expect(answer.status).toBe(403);
  }
  expect(await minted(world)).toBe(before);
  const record = await (await httpSignIn(url, "administrator")).get("/api/audit/csv?kind=request.refused");
  expect(await record.text()).toContain("foreign-origin");
});

test("the mint door does not open by GET", async ({ world }) => {
  const { person, grants } = await grantsOf(world, "engineer");
  const before = await minted(world);
  const answer = await person.get(`/api/credentials?${new URLSearchParams(grants[0])}`);
  expect(answer.status).toBe(405);
  expect((await answer.json()).code).toBe("method-not-allowed");
  expect(await minted(world)).toBe(before);
});

test("a session that ended and a cookie that was tampered with are told apart from none, and open nothing", async ({
  world,
}) => {
  const { person, grants } = await grantsOf(world, "engineer");
  const cookie = person.cookie();
  const at = cookie.search(/session/);
  const [name = "", value = ""] = cookie.slice(at).split(/[=;]/);
  const tampered = cookie.replace(value, `${value.slice(0, -1)}${value.endsWith("A") ? "B" : "A"}`);
  const bent = await person.post("/api/credentials", grants[0], { cookie: tampered });
  expect((await bent.json()).code).toBe("session-ended");
  const nonsense = await person.post("/api/credentials", grants[0], {
    cookie: `${name}=%00'; DROP TABLE session`,
  });
  expect(nonsense.status).toBe(401);
  expect((await person.post("/api/sign-out", {})).status).toBe(200);
  const after = await person.post("/api/credentials", grants[0], { cookie });
  expect(after.status).toBe(401);
  expect((await after.json()).code).toBe("session-ended");
  const page = await fetch(world.portal.url, { headers: { cookie }, redirect: "manual" });
  expect(page.headers.get("location")).toContain("/sign-in?problem=session-ended");
});

const awsFaults = [
  ["reset", "aws-unavailable"],
  ["html-503", "aws-unavailable"],
  ["hang", "aws-slow"],
  ["throttle", "aws-throttled"],
  ["throttle-untyped", "aws-throttled"],
  ["malformed", "aws-malformed"],
  ["deny", "role-not-granted"],
] as const;

for (const [answer, code] of awsFaults) {
  test(`AWS answering "${answer}" is ${code} to people, and its failure is on record`, async ({
    world,
    fault,
  }) => {
    test.setTimeout(90_000);
    const { person, grants } = await grantsOf(world, "engineer");
    await fault("GetRoleCredentials", answer, 10);
    const said = await person.post("/api/credentials", grants[0]);
    const problem = await said.json();
    expect(problem.code).toBe(code);
    expect(problem.links.awsPortal).toContain(grants[0]?.accountId);
    expect(JSON.stringify(problem)).not.toMatch(/ASIA|Token|secret/);
    await control(world.sandbox, "reset", {});

    const record = await (await httpSignIn(world.portal.url, "auditor")).get(
      `/api/audit/csv?role=${grants[0]?.role}`,
    );
    expect(await record.text()).toMatch(new RegExp(`"credentials\\.(failed|refused)".*${code}`));
  });
}

test("a provider that is gone keeps nobody out who is in, and lets nobody in", async ({ world, fault }) => {
  const { person, grants } = await grantsOf(world, "engineer");
  await fault("Token", "reset", 5);
  const newcomer = stranger(world.portal.url);
  const started = await newcomer.post("/api/auth/start", { returnTo: "/audit" });
  const { location } = (await started.json()) as { location: string };
  const callback = await createVisitor().signIn(location, "engineer");
  const back = await newcomer.get(`${callback.pathname}${callback.search}`);
  expect(back.headers.get("location")).toContain("/sign-in?");
  expect(back.headers.get("location")).toContain("problem=provider-unavailable");
  expect((await newcomer.get("/api/access")).status).toBe(401);
  expect((await person.post("/api/credentials", grants[0])).status).toBe(200);
});

test("a forged X-Forwarded-For is not anybody's address on the record", async ({ world }) => {
  const { person, grants } = await grantsOf(world, "engineer");
  const forged = {
    "x-forwarded-for": "198.51.100.66",
    forwarded: "for=198.51.100.66",
    "x-real-ip": "198.51.100.66",
  };
  expect((await person.post("/api/credentials", grants[0], forged)).status).toBe(200);
  const record = await (await httpSignIn(world.portal.url, "auditor")).get("/api/audit/csv");
  const text = await record.text();
  expect(text).not.toContain("198.51.100.66");
  expect(text).toMatch(/"(127\.0\.0\.1|::1)"/);
});

test("a console destination outside AWS is refused", async ({ world }) => {
  const { person, grants } = await grantsOf(world, "engineer");
  for (const destination of [
    "https://evil.example/",
    "https://console.aws.amazon.com.evil.example/",
    "javascript:alert(1)",
    "//evil.example",
  ]) {
    const { token } = await (await person.post("/api/console/token", {})).json();
    const answer = await person.form("/api/console", { ...grants[0], token, destination });
    expect(answer.headers.get("location")).toContain("/problem/invalid-input");
  }
});

test("the record is nobody's but administrators' and auditors', and looks to others like nothing at all", async ({
  world,
}) => {
  for (const login of ["engineer", "reader", "newcomer", "nogroups", "hostile", "everything"]) {
    const person = await httpSignIn(world.portal.url, login);
    for (const path of ["/audit", "/api/audit/csv"]) {
      const closed = await person.get(path);
      const nothing = await person.get(path.replace("audit", "nothing"));
      expect(closed.status, `${login} ${path}`).toBe(404);
      expect(nothing.status).toBe(404);
    }
  }
});
