/** What can go wrong in the middle of a list, as AWS's own client meets it. */

import { GetRoleCredentialsCommand, ListAccountRolesCommand, ListAccountsCommand } from "@aws-sdk/client-sso";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accessTokenOf, exchange, failure, ssoClient } from "./clients-for-tests";
import { startEmulator, type TestEmulator } from "./emulator-for-tests";

let emulator: TestEmulator;
let accessToken: string;
beforeEach(async () => {
  emulator = await startEmulator(250);
  accessToken = await accessTokenOf(emulator, "everything");
});
afterEach(() => emulator.close());

const page = (nextToken?: string | null, maxResults = 100) =>
  ssoClient(emulator).send(
    new ListAccountsCommand({ accessToken, maxResults, ...(nextToken && { nextToken }) }),
  );
const outcome = (sending: Promise<unknown>) =>
  sending.then(
    () => "answered",
    (fault: Error) => fault.name,
  );

function someAccount(): string {
  return emulator.company.accounts[0]?.accountId ?? "";
}

test("a storm comes every third time, after a calm, and is over after so many", async () => {
  emulator.faults.set({ operation: "ListAccounts", answer: "throttle", times: 2, skip: 2, every: 3 });
  const outcomes = [];
  for (let call = 0; call < 10; call++) outcomes.push(await outcome(page()));
  const calm = "answered";
  const storm = "TooManyRequestsException";
  expect(outcomes).toEqual([calm, calm, calm, calm, storm, calm, calm, storm, calm, calm]);
});

test("fifty throttled calls are fifty", async () => {
  emulator.faults.set({ operation: "ListAccountRoles", answer: "throttle", times: 50 });
  const ask = () =>
    outcome(ssoClient(emulator).send(new ListAccountRolesCommand({ accessToken, accountId: someAccount() })));
  const outcomes = await Promise.all(Array.from({ length: 60 }, ask));
  expect(outcomes.filter((one) => one === "answered")).toHaveLength(10);
});

test("a page token that repeats leads to the same page for as long as it is told to", async () => {
  const first = await page();
  emulator.faults.set({ operation: "ListAccounts", answer: "repeat-token", times: 2 });
  const second = await page(first.nextToken);
  const third = await page(second.nextToken);
  expect([second.nextToken, third.nextToken]).toEqual([first.nextToken, first.nextToken]);
  expect(third.accountList).toEqual(second.accountList);
  expect((await page(third.nextToken)).nextToken).not.toBe(first.nextToken);
});

test("a list of one page can be told to repeat itself, too", async () => {
  const accountId = someAccount();
  const roles = (nextToken?: string) =>
    ssoClient(emulator).send(
      new ListAccountRolesCommand({ accessToken, accountId, ...(nextToken && { nextToken }) }),
    );
  const { roleList } = await roles();
  emulator.faults.set({ operation: "ListAccountRoles", answer: "repeat-token", times: 2 });
  const first = await roles();
  const again = await roles(first.nextToken);
  expect(first.nextToken).toBeTruthy();
  expect(again).toMatchObject({ roleList, nextToken: first.nextToken });
  const last = await roles(again.nextToken);
  expect(last.roleList).toEqual(roleList);
  expect(last.nextToken || null).toBeNull();
});

test("a token that ends in the middle is dead; one that is got anew works", async () => {
  const first = await page();
  emulator.faults.set({ operation: "ListAccounts", answer: "end-token", times: 1 });
  const ended = { name: "UnauthorizedException", message: "Session token not found or invalid" };
  expect(await failure(page(first.nextToken))).toMatchObject(ended);
  expect(await failure(page(first.nextToken))).toMatchObject(ended);
  accessToken = (await exchange(emulator, "everything")).accessToken ?? "";
  await expect(page()).resolves.toBeDefined();
});

test("an account vanishes between the list and its roles", async () => {
  const role = { accessToken, accountId: someAccount(), roleName: "ReadOnlyAccess" };
  emulator.faults.set({ operation: "ListAccountRoles", answer: "not-found", times: 1 });
  emulator.faults.set({ operation: "GetRoleCredentials", answer: "not-found", times: 1 });
  const notFound = { name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } };
  expect(await failure(ssoClient(emulator).send(new ListAccountRolesCommand(role)))).toMatchObject(notFound);
  expect(await failure(ssoClient(emulator).send(new GetRoleCredentialsCommand(role)))).toMatchObject(
    notFound,
  );
});

test("an answer that breaks off is no answer", async () => {
  emulator.faults.set({ operation: "ListAccounts", answer: "cut", times: 1 });
  expect(await outcome(page())).not.toBe("answered");
  expect(await outcome(page())).toBe("answered");
});

test("an answer of the wrong shape is JSON, and nothing in it is what it should be", async () => {
  emulator.faults.set({ operation: "ListAccounts", answer: "wrong-shape", times: 1 });
  const answer = await fetch(`${emulator.aws.origins.service}/assignment/accounts`, {
    headers: { "x-amz-sso_bearer_token": accessToken },
  });
  expect(answer.status).toBe(200);
  const { accountList, nextToken } = await answer.json();
  expect(accountList).toContain(null);
  expect(typeof nextToken).toBe("number");
});

test("every account of the largest company is listed, with five roles each for one of a crowd", async () => {
  await emulator.close();
  emulator = await startEmulator(5000);
  accessToken = await accessTokenOf(emulator, "crowd-0-5000");
  const ids = new Set<string | undefined>();
  let nextToken: string | null | undefined;
  do {
    const { accountList = [], ...rest } = await page(nextToken);
    for (const { accountId } of accountList) ids.add(accountId);
    nextToken = rest.nextToken;
  } while (nextToken);
  expect(ids.size).toBe(5000);
  for (const accountId of [...ids].slice(-20)) {
    const { roleList } = await ssoClient(emulator).send(
      new ListAccountRolesCommand({ accessToken, accountId }),
    );
    expect(roleList).toHaveLength(5);
  }
});
