/** AWS's own clients fetch their keys from the portal, refresh them by themselves, and stop when the token is revoked. Nothing is installed for it. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { awsCli, type Client, has, type Said, startClient } from "./aws-clients";
import { hasOpenssl } from "./certificates";
import { grantPath, type MachineWorld, startMachineWorld } from "./machine-world";
import { control } from "./stories";

type Kind = Parameters<typeof startClient>[1];

const test = base.extend<
  { token: { id: string; token: string }; client: (kind: Kind, variables: Record<string, string>) => Client },
  { world: MachineWorld }
>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from here.
    async ({}, use) => {
      const world = await startMachineWorld("tls");
      await use(world);
      await world.end();
    },
    { scope: "worker", timeout: 150_000 },
  ],
  token: async ({ world }, use) => {
    const token = await world.newToken();
    await use(token);
    await world.forget();
  },
  client: async ({ world }, use) => {
    const started: Client[] = [];
    await use((kind, variables) => {
      const client = startClient(world, kind, variables);
      started.push(client);
      return client;
    });
    for (const client of started) client.end();
  },
});

test.skip(!hasOpenssl, "There is no openssl on this machine to make certificates with.");

const developer = /^arn:aws:sts::\d{12}:assumed-role\/AWSReservedSSO_Developer_[0-9a-f]{16}\/e\.noether$/;

/** Seconds: less than any client keeps keys for, more than a story takes. */
const nearlyOver = 280;

async function keysLast(world: MachineWorld, seconds: number): Promise<void> {
  await control(world.sandbox, "options", { keysLastSeconds: seconds });
}

function byContainer(base: string, token: string): Record<string, string> {
  return {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${base}/api/v1/container/${grantPath}`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
  };
}

/** As docs/operations/machines.md shows it, with the authority of this test. */
function byProcess({ url, folder, certificates }: MachineWorld, token: string): Record<string, string> {
  const [header, config] = [join(folder, "header"), join(folder, "config")];
  writeFileSync(header, `Authorization: Bearer ${token}\n`, { mode: 0o600 });
  const curl = "curl --disable --silent --show-error --fail --max-time 30";
  const command = `${curl} --cacert ${certificates.ca} --header @${header} ${url}/api/v1/process/${grantPath}`;
  writeFileSync(config, `[profile payments-prod]\nregion = eu-west-1\ncredential_process = ${command}\n`);
  return { AWS_CONFIG_FILE: config, AWS_PROFILE: "payments-prod" };
}

const minutesLeft = ({ until = "" }: Said) => (Date.parse(until) - Date.now()) / 60_000;

/** Keys that are nearly over, new ones by itself, and those kept. JavaScript's client fetches them behind its next calls. */
async function refreshes(world: MachineWorld, client: Client): Promise<void> {
  await keysLast(world, nearlyOver);
  const first = await client.ask();
  expect(first).toMatchObject({ arn: expect.stringMatching(developer) });
  await keysLast(world, 0);
  await expect.poll(async () => minutesLeft(await client.ask()), { timeout: 60_000 }).toBeGreaterThan(30);
  const second = await client.ask();
  expect(second).toMatchObject({ arn: expect.stringMatching(developer) });
  expect(second.key).not.toBe(first.key);
  expect((await client.ask()).key).toBe(second.key);
}

/** With keys that end soon, since some go on with what they have until it ends. */
async function endsAtTheNextRefresh(world: MachineWorld, client: Client, tokenId: string): Promise<void> {
  await keysLast(world, 15);
  expect((await client.ask()).arn).toMatch(developer);
  await world.revoke(tokenId);
  await expect
    .poll(async () => (await client.ask()).failure, { timeout: 60_000, intervals: [1000] })
    .toBeDefined();
}

/** The person is connected to AWS and no keys are kept: only the keys themselves take long. */
async function connected(world: MachineWorld, token: string): Promise<void> {
  const headers = { authorization: token };
  expect((await fetch(`${world.direct}/api/v1/container/${grantPath}`, { headers })).status).toBe(200);
  await world.forget();
}

test.describe("the JavaScript SDK", () => {
  const trusting = ({ certificates }: MachineWorld) => ({ NODE_EXTRA_CA_CERTS: certificates.ca });

  test("fetches and refreshes keys by https from a container's address", async ({ world, token, client }) => {
    const variables = { ...byContainer(world.url, token.token), ...trusting(world) };
    await refreshes(world, client("javascript", variables));
  });

  test("stops at the next refresh after its token was revoked", async ({ world, token, client }) => {
    const variables = { ...byContainer(world.url, token.token), ...trusting(world) };
    await endsAtTheNextRefresh(world, client("javascript", variables), token.id);
  });

  test("reads the token from a file", async ({ world, token, client }) => {
    const file = join(world.folder, "token");
    writeFileSync(file, token.token, { mode: 0o600 });
    const { AWS_CONTAINER_CREDENTIALS_FULL_URI = "" } = byContainer(world.url, token.token);
    const variables = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file,
      ...trusting(world),
    };
    expect((await client("javascript", variables).ask()).arn).toMatch(developer);
  });

  test("gives up before a slow AWS has answered, and finds its keys when it comes again: AWS is asked once", async ({
    world,
    token,
    client,
  }) => {
    await connected(world, token.token);
    const before = await world.minted();
    await control(world.sandbox, "options", { answerDelayMs: 1500 });
    const variables = { ...byContainer(world.url, token.token), ...trusting(world) };
    expect((await client("javascript", variables).ask()).arn).toMatch(developer);
    expect(await world.minted()).toBe(before + 1);
  });

  test("fetches and refreshes keys by a profile's credential_process", async ({ world, token, client }) => {
    test.skip(!has.curl, "There is no curl on this machine.");
    await refreshes(world, client("javascript", byProcess(world, token.token)));
  });
});

test.describe("boto3", () => {
  test.skip(!has.boto3, "There is no python3 with boto3 on this machine.");

  test("takes no certificate of a private authority at a container's address", async ({
    world,
    token,
    client,
  }) => {
    const variables = { ...byContainer(world.url, token.token), AWS_CA_BUNDLE: world.certificates.ca };
    expect((await client("boto3", variables).ask()).failure).toMatch(/CredentialRetrieval|certificate/i);
  });

  test("fetches and refreshes keys from a container's address, by http on loopback because of that", async ({
    world,
    token,
    client,
  }) => {
    await refreshes(world, client("boto3", byContainer(world.direct, token.token)));
  });

  test("stops at the next refresh after its token was revoked", async ({ world, token, client }) => {
    await endsAtTheNextRefresh(world, client("boto3", byContainer(world.direct, token.token)), token.id);
  });

  test("gives up before a slow AWS has answered, and finds its keys when it comes again: AWS is asked once", async ({
    world,
    token,
    client,
  }) => {
    await connected(world, token.token);
    const before = await world.minted();
    await control(world.sandbox, "options", { answerDelayMs: 2500 });
    expect((await client("boto3", byContainer(world.direct, token.token)).ask()).arn).toMatch(developer);
    expect(await world.minted()).toBe(before + 1);
  });

  test("fetches and refreshes keys by a profile's credential_process", async ({ world, token, client }) => {
    test.skip(!has.curl, "There is no curl on this machine.");
    await refreshes(world, client("boto3", byProcess(world, token.token)));
  });
});

test.describe("the AWS CLI", () => {
  test.skip(!has.cli, "There is no aws command on this machine.");
  const whoAmI = ["sts", "get-caller-identity"];

  test("fetches keys from a container's address for each command, and AWS is asked once", async ({
    world,
    token,
  }) => {
    const before = await world.minted();
    for (const _time of [1, 2]) {
      const said = await awsCli(world, byContainer(world.direct, token.token), ...whoAmI);
      expect(JSON.parse(said).Arn).toMatch(developer);
    }
    expect(await world.minted()).toBe(before + 1);
    await world.revoke(token.id);
    await expect(awsCli(world, byContainer(world.direct, token.token), ...whoAmI)).rejects.toThrow(
      /access-token-refused|401/,
    );
  });

  test("fetches keys by a profile's credential_process, and says the status when it fails", async ({
    world,
    token,
  }) => {
    test.skip(!has.curl, "There is no curl on this machine.");
    const variables = byProcess(world, token.token);
    expect(JSON.parse(await awsCli(world, variables, ...whoAmI)).Arn).toMatch(developer);
    await world.revoke(token.id);
    await expect(awsCli(world, variables, ...whoAmI)).rejects.toThrow("returned error: 401");
  });
});
