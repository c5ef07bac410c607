/** The portal API, asked by AWS's own client. */

import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  paginateListAccounts,
} from "@aws-sdk/client-sso";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accessTokenOf, accountId, failure, mint, ssoClient } from "@/sandbox/aws/clients-for-tests";
import { startEmulator, type TestEmulator } from "@/sandbox/aws/emulator-for-tests";

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await startEmulator(665);
});
afterEach(() => emulator.close());

async function allAccounts(pageSize: number) {
  const accessToken = await accessTokenOf(emulator, "everything");
  const pages = [];
  for await (const page of paginateListAccounts({ client: ssoClient(emulator), pageSize }, { accessToken })) {
    pages.push(page.accountList ?? []);
  }
  return pages;
}

test("665 accounts arrive complete, each once, at most 100 to a page", async () => {
  const pages = await allAccounts(100);
  const ids = pages.flat().map((account) => account.accountId);
  expect(ids).toEqual(emulator.company.accounts.map((account) => account.accountId));
  expect(Math.max(...pages.map((page) => page.length))).toBe(100);
});

test("ids keep their leading zeros, and names and e-mails are left out where the company has none", async () => {
  const accounts = (await allAccounts(100)).flat();
  expect(accounts.some(({ accountId }) => accountId?.startsWith("00"))).toBe(true);
  expect(accounts.every(({ accountId }) => /^\d{12}$/.test(accountId ?? ""))).toBe(true);
  expect(accounts.some((account) => account.accountName === undefined)).toBe(true);
  expect(accounts.some((account) => account.emailAddress === undefined)).toBe(true);
});

test("a list ends in every way a list may end, and now and then has an empty page", async () => {
  const ends = new Set<string | null | undefined>();
  let emptyPages = 0;
  for (let round = 0; round < 6; round++) {
    const accessToken = await accessTokenOf(emulator, "engineer");
    let nextToken: string | null | undefined;
    do {
      const query = new URLSearchParams({ max_result: "5", ...(nextToken && { next_token: nextToken }) });
      const response = await fetch(
        `${emulator.setting("AWS_ENDPOINT_URL_SSO")}/assignment/accounts?${query}`,
        {
          headers: { "x-amz-sso_bearer_token": accessToken },
        },
      );
      const page = await response.json();
      nextToken = page.nextToken;
      if (nextToken && page.accountList.length === 0) emptyPages += 1;
    } while (nextToken);
    ends.add(nextToken);
  }
  expect(ends).toEqual(new Set([undefined, null, ""]));
  expect(emptyPages).toBeGreaterThan(0);
});

test.each([0, 101])("a page of %i is refused", async (maxResults) => {
  const accessToken = await accessTokenOf(emulator, "engineer");
  const command = new ListAccountsCommand({ accessToken, maxResults });
  expect(await failure(ssoClient(emulator).send(command))).toMatchObject({ name: "InvalidRequestException" });
});

test("a page token that was not given out for this list is refused", async () => {
  const client = ssoClient(emulator);
  const theirs = await accessTokenOf(emulator, "everything");
  const { nextToken } = await client.send(new ListAccountsCommand({ accessToken: theirs, maxResults: 5 }));
  const accessToken = await accessTokenOf(emulator, "engineer");
  for (const wrong of [nextToken, "nonsense", "MA=="]) {
    const command = new ListAccountsCommand({ accessToken, nextToken: wrong });
    expect(await failure(client.send(command))).toMatchObject({ name: "InvalidRequestException" });
  }
});

test("roles are those of the person in that account", async () => {
  const accessToken = await accessTokenOf(emulator, "engineer");
  const id = accountId(emulator, "payments-dev");
  const { roleList } = await ssoClient(emulator).send(
    new ListAccountRolesCommand({ accessToken, accountId: id }),
  );
  expect(roleList).toEqual(
    ["ReadOnlyAccess", "Developer", "PowerUserAccess", "AdministratorAccess"].map((roleName) => ({
      roleName,
      accountId: id,
    })),
  );
});

test.each([
  ["an id of eleven digits", "12345678901", "InvalidRequestException"],
  ["an account of nobody", "999999999999", "ResourceNotFoundException"],
])("roles of %s: %s is a %s", async (_, id, name) => {
  const accessToken = await accessTokenOf(emulator, "engineer");
  const command = new ListAccountRolesCommand({ accessToken, accountId: id });
  expect(await failure(ssoClient(emulator).send(command))).toMatchObject({ name });
});

test("every mint gives fresh keys in AWS's shapes, for as long as the role says", async () => {
  const minted = await Promise.all([
    mint(emulator, "engineer", "data-lake-sandbox", "DataScientist"),
    mint(emulator, "engineer", "data-lake-sandbox", "DataScientist"),
  ]);
  const hourly = await mint(emulator, "engineer", "payments-dev", "AdministratorAccess");
  expect(new Set(minted.map((keys) => keys.accessKeyId)).size).toBe(2);
  for (const keys of minted) {
    expect(keys.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(keys.secretAccessKey).toHaveLength(40);
    expect(keys.sessionToken.length).toBeGreaterThan(700);
  }
  const hours = [...minted, hourly].map((keys) => Math.round((keys.expiresAt - Date.now()) / 3_600_000));
  expect(hours).toEqual([12, 12, 1]);
});

test("a role that is not assigned and one that does not exist are both ForbiddenException: No access", async () => {
  const accessToken = await accessTokenOf(emulator, "reader");
  const id = accountId(emulator, "payments-prod");
  for (const roleName of ["AdministratorAccess", "NoSuchRole", "constructor"]) {
    const command = new GetRoleCredentialsCommand({ accessToken, accountId: id, roleName });
    const fault = await failure(ssoClient(emulator).send(command));
    expect(fault).toMatchObject({ name: "ForbiddenException", message: "No access" });
  }
});

test("a new assignment can be minted at once and is listed late; a removed one is the other way round", async () => {
  const accessToken = await accessTokenOf(emulator, "newcomer");
  const role = { accountId: accountId(emulator, "search-dev"), roleName: "Developer" };
  const listed = async () =>
    (await ssoClient(emulator).send(new ListAccountsCommand({ accessToken }))).accountList?.length;
  const minting = () => ssoClient(emulator).send(new GetRoleCredentialsCommand({ accessToken, ...role }));

  emulator.company.assign("newcomer", role);
  await expect(minting()).resolves.toBeDefined();
  expect(await listed()).toBe(0);
  emulator.clock.advance(emulator.options.listLagSeconds + 1);
  expect(await listed()).toBe(1);

  emulator.company.unassign("newcomer", role);
  expect(await failure(minting())).toMatchObject({ name: "ForbiddenException" });
  expect(await listed()).toBe(1);
  emulator.clock.advance(emulator.options.listLagSeconds + 1);
  expect(await listed()).toBe(0);
});

test("a token is dead after an hour, after signing out, in another region, and when it never was one", async () => {
  const unauthorized = { name: "UnauthorizedException", message: "Session token not found or invalid" };
  const accessToken = await accessTokenOf(emulator, "engineer");
  const list = () => ssoClient(emulator).send(new ListAccountsCommand({ accessToken }));
  await expect(list()).resolves.toBeDefined();
  emulator.clock.advance(3601);
  expect(await failure(list())).toMatchObject(unauthorized);

  const second = await accessTokenOf(emulator, "engineer");
  await ssoClient(emulator).send(new LogoutCommand({ accessToken: second }));
  for (const token of [second, "never", "constructor"]) {
    const command = new ListAccountsCommand({ accessToken: token });
    expect(await failure(ssoClient(emulator).send(command))).toMatchObject(unauthorized);
  }
});

test("a call that needs no signature refuses one", async () => {
  const accessToken = await accessTokenOf(emulator, "engineer");
  const response = await fetch(`${emulator.setting("AWS_ENDPOINT_URL_SSO")}/assignment/accounts`, {
    headers: { "x-amz-sso_bearer_token": accessToken, authorization: "AWS4-HMAC-SHA256 Credential=x" },
  });
  expect(response.status).toBe(400);
  expect(response.headers.get("x-amzn-errortype")).toBe("InvalidRequestException");
});

test("an hour that the sandbox's clock was moved forward is not part of what a client is told", async () => {
  emulator.clock.advance(5 * 3600);
  const keys = await mint(emulator, "engineer", "payments-dev", "AdministratorAccess");
  expect(Math.round((keys.expiresAt - Date.now()) / 60_000)).toBe(60);
});
