/**
 * The script that people pipe into a shell, run by those shells against a portal of the test's own: what it keeps, what it says, and
 * that half of it does nothing.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { forget } from "@/lib/core/once";
import { pairingScript } from "@/lib/portal/pairing-script";
import { applySettings } from "@/lib/store/test-database";

const shells = ["dash", "bash", "zsh"].filter(
  (shell) => existsSync(`/usr/bin/${shell}`) || existsSync(`/bin/${shell}`),
);

const token = `spt_${"aB3".repeat(17).slice(0, 49)}`;
const deviceCode = "canary_device-code_canary_device-code_canary";

type Answer = { status: number; body?: object; drop?: boolean };
type Asked = { path: string; body: string; authorization: string | undefined };

const begun = {
  device_code: deviceCode,
  user_code: "BCDF-GHJK",
  verification_uri: "",
  expires_in: 300,
  interval: 0,
};
const pending: Answer = { status: 400, body: { error: "authorization_pending" } };
const given: Answer = {
  status: 200,
  body: {
    access_token: token,
    token_type: "Bearer",
    expires_in: 43200,
    expires_at: "2030-01-02T03:04:05Z",
    scope: "main/111122223333/Read+Only main/444455556666/Admin",
    user: "ada@example.com",
    more: 3,
  },
};

let server: Server;
let url = "";
let asked: Asked[] = [];
let polls: Answer[] = [];
let beginning: Answer;
let revoking: Answer;
let home = "";

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const path = request.url ?? "";
    asked.push({ path, body: await textOf(request), authorization: request.headers.authorization });
    const answer =
      path === "/api/v1/pairing"
        ? beginning
        : path.endsWith("/token")
          ? (polls.shift() ?? pending)
          : revoking;
    if (answer.drop) return response.destroy();
    response.writeHead(answer.status, { "content-type": "application/json" });
    return response.end(answer.body ? JSON.stringify(answer.body) : "");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  applySettings({
    PORTAL_URL: url,
    PORTAL_SECRET: "a secret for tests, as long as it must be",
    OIDC_ISSUER: "http://localhost:4000",
    OIDC_CLIENT_ID: "sallyport",
    OIDC_CLIENT_SECRET: "not a secret",
    IDENTITY_CENTER_START_URL: "https://d-1234567890.awsapps.com/start",
    IDENTITY_CENTER_REGION: "eu-west-1",
    IDENTITY_CENTER_APPLICATION_ARN:
      "arn:aws:sso::123456789012:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
  });
});

afterAll(() => {
  forget("settings");
  server.close();
});

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "sallyport-pairing-"));
  asked = [];
  polls = [pending, given];
  beginning = { status: 200, body: { ...begun, verification_uri: `${url}/device` } };
  revoking = { status: 204 };
  return () => rmSync(home, { recursive: true, force: true });
});

type Run = { code: number | null; out: string; said: string };
type Options = {
  args?: string[];
  env?: Record<string, string>;
  text?: string;
  during?: (child: ChildProcess) => void;
};

/** As `curl ... | sh -s -- args`: the script on standard input, and no terminal anywhere. */
async function run(shell: string, { args = [], env = {}, text, during }: Options = {}): Promise<Run> {
  const child = spawn(shell, ["-s", "--", ...args], {
    env: { PATH: process.env.PATH ?? "", HOME: home, ...env } as unknown as NodeJS.ProcessEnv,
    cwd: home,
    detached: true,
  });
  let [out, said] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(text ?? pairingScript().text);
  during?.(child);
  const code = await new Promise<number | null>((done) => child.once("close", done));
  return { code, out, said };
}

const folder = () => join(home, ".config/sallyport");
const kept = (name: string) => readFileSync(join(folder(), name), "utf8");
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const paths = () => asked.map(({ path }) => path);

test("it is the same for everybody, and its digest is of exactly its bytes", () => {
  const { text, sha256 } = pairingScript();
  expect(pairingScript()).toEqual({ text, sha256 });
  expect(createHash("sha256").update(text).digest("hex")).toBe(sha256);
  expect(text).not.toContain("@PORTAL_URL@");
  expect(text.trimEnd().split("\n").at(-1)).toBe('{ sallyport_pair "$@"; }');
});

test("an address with a quote in it could not end the string that it stands in", async () => {
  const { text } = pairingScript();
  const hostile = text.replaceAll(url, "http://x'; touch owned; '".replaceAll("'", "'\\''"));
  await run("sh", { text: hostile });
  expect(existsSync(join(home, "owned"))).toBe(false);
});

describe.each(shells)("in %s", (shell) => {
  test("it shows the code, waits, keeps the token for its owner alone, and says how to use it", async () => {
    const { code, out, said } = await run(shell, {
      args: ["--grant", "111122223333/Read+Only", "--name", "My laptop"],
    });
    expect(said).toContain("BCDF-GHJK");
    expect(said).toContain(`${url}/device`);
    expect(code).toBe(0);
    expect(paths()).toEqual(["/api/v1/pairing", "/api/v1/pairing/token", "/api/v1/pairing/token"]);
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      machine: "My laptop",
      scope: " 111122223333/Read+Only",
    });
    expect(Object.fromEntries(new URLSearchParams(asked[1]?.body))).toEqual({
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      device_code: deviceCode,
    });

    // Whoever lets somebody else's machine in, to see what it does with their own roles, is named there.
    expect(said).toContain("Paired, for ada@example.com.");
    expect(kept("token")).toBe(token);
    expect(kept("header")).toBe(`Authorization: ${token}\n`);
    expect(mode(folder())).toBe("700");
    for (const name of ["token", "header", "portal"]) expect(mode(join(folder(), name))).toBe("600");
    expect(readdirSync(folder()).sort()).toEqual(["header", "portal", "token"]);

    expect(out).toContain(
      `export AWS_CONTAINER_CREDENTIALS_FULL_URI='${url}/api/v1/container/main/111122223333/Read+Only'\n`,
    );
    expect(out).toContain(`export AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE='${folder()}/token'\n`);
    expect(out).toContain(
      `credential_process = /usr/bin/curl --disable --silent --show-error --fail --max-time 30 --header "@${folder()}/header" ${url}/api/v1/process/main/444455556666/Admin\n`,
    );
    expect(out).toContain("3 more");
    expect(out + said).not.toContain(token);
    expect(out + said).not.toContain(deviceCode);
  });

  test("what it prints can be taken over by a shell as it stands", async () => {
    const { out } = await run(shell);
    const lines = out.split("\n").filter((line) => line.startsWith("export "));
    const { out: printed } = await run("sh", {
      text: `${lines.join("\n")}\nprintf '%s|%s' "$AWS_CONTAINER_CREDENTIALS_FULL_URI" "$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"`,
    });
    expect(printed).toBe(`${url}/api/v1/container/main/111122223333/Read+Only|${folder()}/token`);
  });

  test("cut off anywhere it does nothing at all", async () => {
    const { text } = pairingScript();
    const bytes = Buffer.from(text);
    const end = bytes.length - 1;
    const near = Array.from({ length: 40 }, (_, index) => end - 1 - index);
    const far = fc.sample(fc.integer({ min: 0, max: end - 1 }), { numRuns: 60, seed: 8628 });
    for (const cut of [...near, ...far]) {
      await run(shell, { text: bytes.subarray(0, cut).toString(), args: ["--remove"] });
      if (asked.length > 0 || readdirSync(home).length > 0)
        throw new Error(`Cut off at byte ${cut}, it did something.`);
    }
    // Only the last line's end may be missing.
    polls = [given];
    expect((await run(shell, { text: bytes.subarray(0, end).toString() })).code).toBe(0);
  });

  test("it waits longer when told to, and goes on when the network comes back", async () => {
    const away: Answer = { status: 0, drop: true };
    polls = [away, { status: 503, body: { error: "temporarily_unavailable" } }, pending, given];
    const { code, said } = await run(shell);
    expect(code).toBe(0);
    expect(said.match(/does not answer just now/g)).toHaveLength(1);
    expect(kept("token")).toBe(token);
  });

  test.each([
    ["refused", [{ status: 400, body: { error: "access_denied" } }], /not allowed/],
    ["too late", [{ status: 400, body: { error: "expired_token" } }], /no longer good/],
    [
      "lost",
      [
        { status: 0, drop: true },
        { status: 400, body: { error: "expired_token" } },
      ],
      /revoke its token/,
    ],
    ["not understood", [{ status: 400, body: { error: "x", error_description: "Why not" } }], /Why not/],
    ["gone", [{ status: 404, body: {} }], /HTTP 404/],
  ] as [string, Answer[], RegExp][])("%s, it says so and keeps nothing", async (_, answers, words) => {
    polls = answers;
    const { code, out, said } = await run(shell);
    expect(code).toBe(1);
    expect(said).toMatch(words);
    expect(out).toBe("");
    expect(readdirSync(folder())).toEqual([]);
  });

  test("stopped while it waits, it keeps nothing and says so", async () => {
    polls = [];
    beginning = { status: 200, body: { ...begun, verification_uri: `${url}/device`, interval: 600 } };
    const { code, said } = await run(shell, {
      during: (child) =>
        child.stderr?.on("data", (chunk) => {
          // To all of its group, as a terminal sends it.
          if (/Waiting/.test(String(chunk)) && child.pid) process.kill(-child.pid, "SIGINT");
        }),
    });
    expect(code).toBe(130);
    expect(said).toContain("Nothing was kept");
    expect(readdirSync(folder())).toEqual([]);
  });

  test("a token that is there is replaced, which it says; and files of others are left alone", async () => {
    mkdirSync(folder(), { recursive: true });
    chmodSync(folder(), 0o755);
    for (const name of ["token", "header", "portal", "mine"]) writeFileSync(join(folder(), name), "old");
    const { code, said } = await run(shell);
    expect(code).toBe(0);
    expect(said).toMatch(/replaces the one that was there/);
    expect(kept("token")).toBe(token);
    expect(mode(join(folder(), "token"))).toBe("600");
    expect(mode(folder())).toBe("700");
    expect(kept("mine")).toBe("old");
  });

  test("it goes where XDG_CONFIG_HOME says, also with a space in it", async () => {
    const config = join(home, "my settings");
    const { code, out } = await run(shell, { env: { XDG_CONFIG_HOME: config } });
    expect(code).toBe(0);
    expect(readFileSync(join(config, "sallyport/token"), "utf8")).toBe(token);
    expect(out).toContain(`--header "@${config}/sallyport/header"`);
    expect(existsSync(join(home, ".config"))).toBe(false);
  });

  test.each([
    ["no HOME", {}, { HOME: "" }, /HOME is not set/, 1],
    ["a folder with a quote", {}, { XDG_CONFIG_HOME: "/tmp/a'b" }, /cannot carry/, 1],
    ["a folder that is none", {}, { XDG_CONFIG_HOME: "/dev/null/x" }, /cannot be written/, 1],
    ["a relative folder", {}, { XDG_CONFIG_HOME: "x" }, /does not begin with a slash/, 1],
    ["an unknown option", { args: ["--token"] }, {}, /no option/, 2],
    ["an option without value", { args: ["--grant"] }, {}, /needs a value/, 2],
  ])("with %s it says so and asks nobody", async (_, options, env, words, status) => {
    const { code, said } = await run(shell, { ...options, env });
    expect(said).toMatch(words);
    expect(code).toBe(status);
    expect(asked).toEqual([]);
  });

  test("without curl it says so", async () => {
    const bare = join(home, "bin");
    mkdirSync(bare);
    const { code, said } = await run(`/usr/bin/${shell}`, { env: { PATH: bare } });
    expect(said).toMatch(/curl is not installed/);
    expect(code).toBe(1);
  });

  test("--help says how, and does nothing", async () => {
    const { code, said } = await run(shell, { args: ["--help"] });
    expect(code).toBe(0);
    expect(said).toMatch(/--remove/);
    expect(asked).toEqual([]);
    expect(readdirSync(home)).toEqual([]);
  });

  test("a portal that refuses, or is none, is told in a sentence", async () => {
    for (const [answer, words] of [
      [{ status: 429 }, /Too many machines/],
      [
        { status: 500, body: { error_description: "Something went wrong here" } },
        /Something went wrong here/,
      ],
      [{ status: 200, body: { hello: "world" } }, /not Sallyport's/],
      [{ status: 0, drop: true }, /did not answer/],
    ] as [Answer, RegExp][]) {
      beginning = answer;
      const { code, said } = await run(shell);
      expect(said).toMatch(words);
      expect(code).toBe(1);
    }
  });

  describe("--remove", () => {
    const remove = () => run(shell, { args: ["--remove"] });

    test("revokes the token at the portal, then deletes its files", async () => {
      await run(shell);
      asked = [];
      const { code, said } = await remove();
      expect(code).toBe(0);
      expect(asked).toEqual([{ path: "/api/v1/access-token/revoke", body: "{}", authorization: token }]);
      expect(said).toMatch(/revoked/);
      expect(existsSync(folder())).toBe(false);
      expect((await remove()).code).toBe(0);
    });

    test("of a token that has ended deletes its files too", async () => {
      await run(shell);
      revoking = { status: 401 };
      expect((await remove()).code).toBe(0);
      expect(existsSync(folder())).toBe(false);
    });

    test("keeps everything where the portal does not answer", async () => {
      await run(shell);
      revoking = { status: 0, drop: true };
      const { code, said } = await remove();
      expect(code).toBe(1);
      expect(said).toMatch(/nothing was removed/);
      expect(kept("token")).toBe(token);
    });

    test("sends no other portal's token anywhere", async () => {
      await run(shell);
      writeFileSync(join(folder(), "portal"), "https://other.example.com\n");
      asked = [];
      const { code, said } = await remove();
      expect(code).toBe(1);
      expect(said).toMatch(/not of/);
      expect(asked).toEqual([]);
      expect(kept("token")).toBe(token);
    });
  });
});
