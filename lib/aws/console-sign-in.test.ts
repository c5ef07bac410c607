/** What is sent to AWS's sign-in, what comes back, and what never shows. */

import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { consoleSignInUrl } from "@/lib/aws/console-sign-in";
import { serve, settingsFor, type TestServer, testInstance } from "@/lib/aws/server-for-tests";
import { problemOf } from "@/lib/core/portal-error";

type Asked = { method: string; url: string; form: URLSearchParams };

const call = { correlationId: crypto.randomUUID() };
const destination =
  "https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logs:a=b&c=d";
const signIn = { destination, issuer: "https://aws.example.com" };

let server: TestServer;
let asked: Asked[] = [];
let answer: (response: ServerResponse, form: URLSearchParams) => void;

beforeAll(async () => {
  server = await serve((request, response) => void listen(request, response));
  Object.assign(process.env, settingsFor(server.url));
});
afterAll(() => server.close());

async function listen(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  asked.push({ method: request.method ?? "", url: request.url ?? "", form });
  answer(response, form);
}

function keysFor(seconds: number) {
  return {
    accessKeyId: "ASIATESTTESTTEST0000",
    secretAccessKey: "canary+secret/with=signs&more",
    sessionToken: "canary token",
    expiresAt: new Date(Date.now() + seconds * 1000),
  };
}

async function urlFor(wanted: { sessionSeconds?: number } = {}, keys = keysFor(3600)): Promise<URL> {
  asked = [];
  return consoleSignInUrl(testInstance(), keys, { ...signIn, ...wanted }, call);
}

function giveToken(response: ServerResponse): void {
  response.end(JSON.stringify({ SigninToken: "A+token/with=signs&more" }));
}

test("keys go in a form, never in an address, and the token comes back in one on the same host", async () => {
  answer = giveToken;
  const url = await urlFor();

  expect(asked.map(({ method, url: path }) => [method, path])).toEqual([["POST", "/federation"]]);
  expect(asked[0]?.form.get("Action")).toBe("getSigninToken");
  expect(JSON.parse(asked[0]?.form.get("Session") ?? "")).toEqual({
    sessionId: "ASIATESTTESTTEST0000",
    sessionKey: "canary+secret/with=signs&more",
    sessionToken: "canary token",
  });
  expect(url.origin).toBe(server.url);
  expect(url.pathname).toBe("/federation");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    Action: "login",
    Issuer: "https://aws.example.com",
    Destination: destination,
    SigninToken: "A+token/with=signs&more",
  });
  expect(url.href).not.toContain("canary");
});

test("no duration is asked for unless somebody wants one", async () => {
  answer = giveToken;
  await urlFor();
  expect(asked[0]?.form.has("SessionDuration")).toBe(false);
});

test.each([
  [3600, 7200, "3600"],
  [43_200, 90_000, "43200"],
  [99_999, 90_000, "43200"],
  [1800.7, 7200, "1800"],
])("a duration of %d s for keys of %d s is sent as %s", async (sessionSeconds, life, sent) => {
  answer = giveToken;
  await urlFor({ sessionSeconds }, keysFor(life));
  expect(asked[0]?.form.get("SessionDuration")).toBe(sent);
});

test("a console never outlives the keys by its duration", async () => {
  answer = giveToken;
  await urlFor({ sessionSeconds: 43_200 }, keysFor(3600));
  expect(Number(asked[0]?.form.get("SessionDuration"))).toBeLessThanOrEqual(3600);
  expect(Number(asked[0]?.form.get("SessionDuration"))).toBeGreaterThan(3500);
});

test.each([
  [60, 3600],
  [3600, 300],
  [3600, -10],
  [Number.NaN, 3600],
])("a duration that AWS would refuse is left out: %d s for keys of %d s", async (sessionSeconds, life) => {
  answer = giveToken;
  await urlFor({ sessionSeconds }, keysFor(life));
  expect(asked).toHaveLength(1);
  expect(asked[0]?.form.has("SessionDuration")).toBe(false);
});

test("where AWS refuses the duration, it is asked once more without", async () => {
  answer = (response, form) => {
    if (form.has("SessionDuration")) response.writeHead(400).end("Invalid credentials parameter");
    else giveToken(response);
  };
  const url = await urlFor({ sessionSeconds: 1800 });
  expect(asked.map(({ form }) => form.get("SessionDuration"))).toEqual(["1800", null]);
  expect(url.searchParams.get("SigninToken")).toBe("A+token/with=signs&more");
});

test("keys that AWS does not take are refused after one repetition, or none", async () => {
  answer = (response) => response.writeHead(400).end("Invalid credentials parameter");
  expect(problemOf(await urlFor({ sessionSeconds: 3600 }).catch((it: unknown) => it))).toBe(
    "console-refused",
  );
  expect(asked).toHaveLength(2);
  expect(problemOf(await urlFor().catch((it: unknown) => it))).toBe("console-refused");
  expect(asked).toHaveLength(1);
});

test("only a refusal is asked again without the duration", async () => {
  answer = (response) => response.writeHead(503).end();
  expect(problemOf(await urlFor({ sessionSeconds: 3600 }).catch((it: unknown) => it))).toBe(
    "aws-unavailable",
  );
  expect(asked).toHaveLength(1);
});

test("an endless answer is cut off and is aws-malformed", async () => {
  const closed = new Promise<void>((resolve) => {
    answer = (response) => {
      response.once("close", () => resolve());
      response.writeHead(200);
      const more = () => {
        while (response.write("x".repeat(16 * 1024)));
        response.once("drain", more);
      };
      more();
    };
  });
  expect(problemOf(await urlFor().catch((it: unknown) => it))).toBe("aws-malformed");
  await closed;
});

test.each([
  '{"SigninToken":""}',
  '{"SigninToken":"two words"}',
  '{"SigninToken":"a\\r\\nSet-Cookie: x=y"}',
  '{"SigninToken":7}',
  `{"SigninToken":"${"x".repeat(7001)}"}`,
])("a token that is none is aws-malformed: %s", async (body) => {
  answer = (response) => response.end(body);
  expect(problemOf(await urlFor().catch((it: unknown) => it))).toBe("aws-malformed");
});

test("a destination outside the console is refused before any key leaves", async () => {
  answer = giveToken;
  asked = [];
  const elsewhere = { ...signIn, destination: "https://console.aws.amazon.com.evil.example/" };
  const failure = await consoleSignInUrl(testInstance(), keysFor(3600), elsewhere, call).catch(
    (it: unknown) => it,
  );
  expect(problemOf(failure)).toBe("invalid-input");
  expect(asked).toHaveLength(0);
});
