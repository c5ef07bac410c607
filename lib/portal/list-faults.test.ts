/** Whatever AWS, the provider or a person's own access does in the middle of a list: nothing is lost, and nobody is signed out. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccessLine } from "@/lib/core/access";
import { forget } from "@/lib/core/once";
import { type PortalSession, sessionOfCookies } from "@/lib/idp/session";
import { endSession } from "@/lib/idp/sign-out";
import { issueCredentials } from "@/lib/portal/issue-credentials";
import { listAccess } from "@/lib/portal/list-access";
import { type Read, readList } from "@/lib/portal/list-reader-for-tests";
import { newFacts, startTestPortal, type TestPortal } from "@/lib/portal/portal-for-tests";
import { whileSignedIn } from "@/lib/portal/while-signed-in";
import { dropConnection } from "@/lib/store/connections";
import { dropIdpTokens } from "@/lib/store/idp-tokens";
import { createClock } from "@/sandbox/clock";
import { createCompany } from "@/sandbox/company";

let portal: TestPortal;
let session: PortalSession & { cookie: string };

beforeAll(async () => {
  portal = await startTestPortal();
});

afterAll(async () => {
  await portal.stop();
});

beforeEach(async () => {
  for (const circuit of ["lists", "keys"]) forget(`aws-circuit ${circuit} main`);
  await portal.reset();
  await portal.forgetLists();
  session = await portal.newcomer("reader");
  await portal.reset();
});

const forever = 1_000_000;

const read = (wanted: Parameters<typeof readList>[1] = {}) => readList(session.person, wanted);

/** Every account has its roles in the end, as AWS has them. */
async function expectComplete(list: Read): Promise<void> {
  const [first] = list.of("accounts");
  expect(new Set(list.told())).toEqual(new Set(first?.accounts.map(({ accountId }) => accountId)));
  expect(list.told().length).toBeGreaterThan(5);
  expect(list.ended()).toBe(true);
  expect(await sessionOfCookies(session.cookie)).not.toBe("ended");
}

const afterAccounts = (work: () => Promise<unknown>) => async (line: AccessLine) => {
  if (line.kind === "accounts") await work();
};

describe("every third call for roles", () => {
  test.each(["throttle-untyped", "error", "cut", "html-400", "wrong-shape"])(
    "answered with %s is asked again, and the list is complete",
    async (answer) => {
      await portal.control.fault("ListAccountRoles", answer, forever, { every: 3 });
      const list = await read();
      await expectComplete(list);
      expect(list.of("instance-failed")).toEqual([]);
    },
  );
});

test("throttling is never an account's failure, however long it lasts", async () => {
  await portal.control.fault("ListAccountRoles", "throttle", 12);
  const list = await read();
  await expectComplete(list);
  expect(list.of("account-failed")).toEqual([]);
});

describe("the list of accounts", () => {
  test.each(["throttle", "reset", "malformed"])(
    "answered twice with %s is asked again, and comes",
    async (answer) => {
      await portal.control.fault("ListAccounts", answer, 2);
      await expectComplete(await read());
    },
  );

  test("that names itself as its next page ends with that said, and not never", async () => {
    await portal.control.fault("ListAccounts", "repeat-token", forever);
    const list = await read();
    expect(list.of("instance-failed")).toMatchObject([{ problem: "aws-malformed" }]);
    expect(list.ended()).toBe(true);
    expect(await portal.control.calls("ListAccounts")).toBeLessThan(12);
  });

  test("that does not come says so, leaves what is kept, and comes when AWS is back", async () => {
    const kept = (await read()).told().length;
    await portal.store.run("UPDATE inventory_refresh SET accounts_at = accounts_at - interval '1 hour'");
    await portal.control.fault("ListAccounts", "error", 4);
    const list = await read();
    expect(list.of("kept")[0]?.accounts).toHaveLength(kept);
    expect(list.of("instance-failed")).toMatchObject([{ problem: "aws-unavailable" }]);
    expect(list.of("accounts")).toMatchObject([{ complete: true }]);
    expect(list.ended()).toBe(true);
  });
});

describe("an account", () => {
  test("whose roles never come readably says so after a few tries, is left, and is asked for at the next visit", async () => {
    await portal.control.fault("ListAccountRoles", "malformed", forever);
    const list = await read();
    const all = list.of("accounts")[0]?.accounts.length ?? 0;
    expect(list.of("account-failed")).toHaveLength(all);
    expect(new Set(list.of("account-failed").map(({ problem }) => problem))).toEqual(
      new Set(["aws-malformed"]),
    );
    expect(list.ended()).toBe(true);
    expect(await portal.control.calls("ListAccountRoles")).toBe(3 * all);

    await portal.control.fault("ListAccountRoles", "malformed", 1, { skip: forever });
    const again = await read();
    expect(again.of("kept")[0]?.accounts.map(({ problem }) => problem)).toContain("aws-malformed");
    expect(again.told()).toHaveLength(all);
  });

  test("whose roles name themselves as their next page does not hold up the others", async () => {
    await portal.control.fault("ListAccountRoles", "repeat-token", 4);
    await expectComplete(await read());
  });

  test("that gives no answer says so, and its roles come later", async () => {
    await portal.reset({ AWS_CALLS_AT_ONCE: "1" });
    await portal.control.fault("ListAccountRoles", "reset", 3);
    const list = await read();
    expect(list.of("account-failed")).toMatchObject([{ problem: "aws-unavailable" }]);
    await expectComplete(list);
  });

  test("that hangs is told as slow, holds up no other, and is asked again", async () => {
    await portal.control.fault("ListAccountRoles", "hang", 1);
    const list = await read();
    expect(list.of("account-failed")).toMatchObject([{ problem: "aws-slow" }]);
    const [failed] = list.of("account-failed");
    expect(list.told().indexOf(failed?.accountId ?? "")).toBe(list.told().length - 1);
    await expectComplete(list);
  }, 30_000);

  test("that vanishes between the list and its roles has none, and fails nothing", async () => {
    const company = createCompany({ clock: createClock() });
    let gone = "";
    const list = await read({
      heard: async (line) => {
        if (line.kind !== "accounts") return;
        gone = line.accounts[0]?.accountId ?? "";
        await portal.control.option("listLagSeconds", 0);
        for (const { roleName } of company.rolesOf("reader", gone))
          await portal.control.assign("reader", gone, roleName, false);
      },
    });
    expect(list.of("roles").find(({ accountId }) => accountId === gone)?.roles).toEqual([]);
    expect(list.of("account-failed")).toEqual([]);
    await expectComplete(list);
  });

  test("that is refused once is not taken for gone", async () => {
    await portal.control.fault("ListAccountRoles", "not-found", 1);
    const list = await read();
    expect(list.of("roles").every(({ roles }) => roles.length > 0)).toBe(true);
    await expectComplete(list);
  });
});

describe("a token that AWS ends in the middle", () => {
  test("is renewed once for all that were under way, and the list goes on", async () => {
    await portal.control.option("answerDelayMs", 100);
    await portal.control.fault("ListAccountRoles", "end-token", 1, { skip: 3 });
    const list = await read();
    await expectComplete(list);
    expect(list.of("account-failed")).toEqual([]);
    expect(await portal.control.calls("CreateTokenWithIAM")).toBe(2);
  });

  test("while the provider is down is waited for: that is told, and nobody is signed out", async () => {
    await portal.control.fault("ListAccountRoles", "end-token", 1, { skip: 3 });
    await portal.control.fault("Token", "reset", 1);
    const list = await read();
    expect(list.of("instance-failed")).toMatchObject([{ problem: "provider-unavailable" }]);
    expect(list.of("account-failed")).toEqual([]);
    await expectComplete(list);
  });
});

describe("a person", () => {
  test("who signs out in the middle hears no more, and AWS is not asked for them", async () => {
    await portal.reset({ AWS_REQUESTS_PER_SECOND: "1" });
    const kinds: string[] = [];
    const lines = whileSignedIn(session.id, new AbortController().signal, (signal) =>
      listAccess(session.person, newFacts(), {}, signal),
    );
    for await (const { kind } of lines) {
      kinds.push(kind);
      if (kind === "accounts") await endSession(session.id, session.person.id);
    }
    expect(kinds).toContain("accounts");
    expect(kinds).not.toContain("end");
    expect(await portal.control.calls("ListAccountRoles")).toBeLessThan(6);
  });

  test("whose sign-in at the provider is over is told so; what is kept stays", async () => {
    const list = await read({
      heard: afterAccounts(async () => {
        await dropIdpTokens(session.person.id);
        await dropConnection(session.person.id, "main");
      }),
    });
    expect(list.of("instance-failed")).toMatchObject([{ problem: "aws-sign-in-ended" }]);
    expect(list.ended()).toBe(true);
    expect((await read()).of("kept")[0]?.accounts.length).toBeGreaterThan(5);
  });

  test("whom AWS no longer knows in the middle is refused a few times, not once for each account", async () => {
    const facts = newFacts();
    const { person } = await portal.newcomer("everything");
    const list = await readList(person, {
      facts,
      heard: afterAccounts(async () => {
        await portal.control.option("usersPerEmail", 0);
        await dropConnection(person.id, "main");
      }),
    });
    const refusals = (await portal.events(facts)).filter(({ kind }) => kind === "connection.refused");
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.length).toBeLessThan(20);
    expect(list.of("instance-failed")).toMatchObject([{ problem: "aws-user-unmatched" }]);
  });

  test("whose address is unverified is told so, and the list ends", async () => {
    const { person } = await portal.newcomer("unverified");
    const list = await readList(person);
    expect(list.of("instance-failed")).toMatchObject([{ problem: "email-unverified" }]);
    expect(list.ended()).toBe(true);
    expect(await portal.control.calls("ListAccounts")).toBe(0);
  });
});

describe("an AWS that answers nobody", () => {
  test("is asked no more for a while; that is told; the list goes on when it answers", async () => {
    const { person } = await portal.newcomer("everything");
    await portal.control.fault("ListAccountRoles", "reset", 17);
    const list = await readList(person);
    expect(list.of("instance-failed")).toMatchObject([{ problem: "aws-unavailable" }]);
    await expectComplete(list);
  }, 60_000);

  test("gives no keys, and says so at once", async () => {
    const list = await read();
    const [some] = list.of("roles");
    const grant = { instance: "main", accountId: some?.accountId ?? "", role: some?.roles[0] ?? "" };
    const issue = () => issueCredentials(session.person, newFacts(), { grant });
    await portal.control.fault("GetRoleCredentials", "reset", forever);
    for (let again = 0; again < 3; again += 1)
      await expect(issue()).rejects.toMatchObject({ code: "aws-unavailable" });
    const asked = await portal.control.calls("GetRoleCredentials");
    await expect(issue()).rejects.toMatchObject({ code: "aws-unavailable" });
    expect(await portal.control.calls("GetRoleCredentials")).toBe(asked);
  });
});

describe("of two instances", () => {
  test("one that is down hides nothing of the other, and says so itself", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "sallyport-instances-")), "instances.yaml");
    writeFileSync(file, portal.instancesYaml({ partners: "trusted-issuer" }));
    const none = {
      IDENTITY_CENTER_START_URL: "",
      IDENTITY_CENTER_REGION: "",
      IDENTITY_CENTER_APPLICATION_ARN: "",
      IDENTITY_CENTER_CONNECT: "",
    };
    await portal.reset({ ...none, INSTANCES_FILE: file });
    try {
      await portal.control.fault("ListAccounts", "error", forever, { instance: "partners" });
      const list = await read({
        enough: ({ of }) =>
          of("instance-failed").length > 0 &&
          of("due").some(({ instance, due }) => instance === "main" && due === 0),
      });
      expect(
        list
          .of("kept")
          .map(({ instance }) => instance)
          .sort(),
      ).toEqual(["main", "partners"]);
      expect(list.of("instance-failed")[0]).toMatchObject({
        instance: "partners",
        problem: "aws-unavailable",
      });
      expect(list.told().length).toBeGreaterThan(5);
    } finally {
      await portal.reset({ INSTANCES_FILE: "" });
    }
  });
});
