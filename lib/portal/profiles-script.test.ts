/**
 * The program that keeps sets in a machine's config file, run by the shells that people have against a portal of the test's own: it merges as
 * the portal's pages do, byte for byte, and whatever happens to it the file is the old one or the new one.
 */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shellScript } from "@/lib/portal/shell-script";
import { merge, unmerge } from "@/lib/profiles/merge";
import { configText, type ProfileBlock } from "@/lib/profiles/profile-block";
import { blockOf, grant, grants } from "@/lib/profiles/sets-for-tests";
import { applySettings } from "@/lib/store/test-database";

const shells = ["dash", "bash", "zsh"].filter((shell) => spawnSync(shell, ["-c", ":"]).status === 0);
const awks = [["mawk"], ["gawk"], ["original-awk"], ["busybox", "awk"]].filter(
  ([name = "", ...rest]) => spawnSync(name, [...rest, "BEGIN { exit 0 }"]).status === 0,
);

type Answer = { status: number; text: string; etag: string | null };
type Asked = { path: string; authorization: string | undefined; etag: string | undefined };

let server: Server;
let url = "";
let answer: Answer;
let asked: Asked[] = [];
let home = "";
let script = "";

const header = "Authorization: Bearer spt_of-a-test";

beforeAll(async () => {
  server = createServer((request, response) => {
    const { authorization, "if-none-match": etag } = request.headers;
    asked.push({ path: request.url ?? "", authorization, etag });
    const { status, text } = answer;
    const known = answer.etag !== null && etag === answer.etag && status === 200;
    response.writeHead(known ? 304 : status, answer.etag === null ? {} : { etag: answer.etag });
    response.end(known ? "" : text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
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

afterAll(() => void server.close());

function serve(block: ProfileBlock | null, more: Partial<Answer> = {}): void {
  const text = block ? configText(block) : "";
  answer = { status: 200, text, etag: `"${createHash("sha256").update(text).digest("base64url")}"`, ...more };
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "profiles-script-"));
  mkdirSync(join(home, ".config/sallyport"), { recursive: true });
  writeFileSync(join(home, ".config/sallyport/header"), `${header}\n`);
  script = join(home, "profiles.sh");
  writeFileSync(script, shellScript("profiles.sh"));
  asked = [];
  serve(team(0, 1));
  return () => rmSync(home, { recursive: true, force: true });
});

const source = () => ({ source: url });
const team = (...accounts: number[]): ProfileBlock => ({
  ...blockOf(accounts.map((at) => grant(String(at), `team-${at}`))),
  ...source(),
});

const file = () => join(home, ".aws/config");
const content = () => readFileSync(file(), "utf8");
function given(text: string, mode = 0o600): void {
  mkdirSync(dirname(file()), { recursive: true });
  writeFileSync(file(), text);
  chmodSync(file(), mode);
}

/** Nothing of the test's own but the way to programs. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, NODE_ENV: "test" };
}

type Run = { status: number | null; out: string; err: string };

function start(shell: string, args: readonly string[]): ChildProcess {
  return spawn(shell, [script, ...args], {
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
}
async function run(args: readonly string[], shell = "sh"): Promise<Run> {
  const child = start(shell, args);
  let [out, err] = ["", ""];
  child.stdout?.on("data", (chunk) => (out += chunk));
  child.stderr?.on("data", (chunk) => (err += chunk));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, out, err };
}

function mergedText(existing: string, block: ProfileBlock): string {
  const done = merge(existing, block);
  if (!done.ok) throw new Error(JSON.stringify(done.findings));
  return done.text;
}

describe.each(shells)("run by %s", (shell) => {
  test("it writes what the portal's page would, asks again only for what changed, and takes it out again", async () => {
    const own = "[default]\r\nregion = eu-west-1\r\n# é\r\n[profile mine]\r\noutput = json";
    given(own, 0o640);
    const first = await run(["team"], shell);
    expect(first).toMatchObject({ status: 0, out: "" });
    expect(first.err).toContain("+ team-0.Admin");
    expect(content()).toBe(mergedText(own, team(0, 1)));
    expect(statSync(file()).mode & 0o777).toBe(0o640);
    expect(readFileSync(`${file()}.before-sallyport`, "utf8")).toBe(own);
    expect(asked.map(({ path, ...rest }) => ({ path: decodeURIComponent(path), ...rest }))).toEqual([
      {
        path: `/api/v1/profiles/team?home=${home}`,
        authorization: header.slice(15),
        etag: undefined,
      },
    ]);

    expect(await run(["team"], shell)).toEqual({ status: 0, out: "", err: "" });
    expect(asked[1]?.etag).toBe(answer.etag);
    expect(content()).toBe(mergedText(own, team(0, 1)));

    serve(team(1, 2));
    const next = await run(["team"], shell);
    expect(next.err).toContain("+ team-2.Admin\n");
    expect(next.err).toContain("- team-0.Admin\n");
    expect(content()).toBe(mergedText(own, team(1, 2)));

    expect(await run(["--remove", "team"], shell)).toMatchObject({ status: 0 });
    expect(content()).toBe(own);
    expect(readdirSync(join(home, ".aws")).sort()).toEqual(["config", "config.before-sallyport"]);
    expect(readdirSync(join(home, ".config/sallyport/profiles"))).toEqual([]);
  });

  test("a new file is its owner's alone", async () => {
    expect(await run(["team"], shell)).toMatchObject({ status: 0 });
    expect(content()).toBe(mergedText("", team(0, 1)));
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  test("what half a download does is nothing", () => {
    given("[default]\n");
    const whole = shellScript("profiles.sh");
    for (let at = 0; at < whole.length - 1; at += 997) {
      writeFileSync(script, whole.slice(0, at));
      spawnSync(shell, [script, "team"], { env: environment() });
    }
    expect(asked).toEqual([]);
    expect(content()).toBe("[default]\n");
  });
});

describe("nothing is written", () => {
  const before = "[default]\nregion = x\n";
  test("with --check and --dry-run, which say what is due", async () => {
    given(before);
    expect(await run(["--check", "team"])).toMatchObject({
      status: 1,
      err: "sallyport: team: a change is due.\n",
    });
    const dry = await run(["--dry-run", "team"]);
    expect(dry.status).toBe(0);
    expect(dry.out).toContain("+[profile team-0.Admin]\n");
    expect(dry.out).not.toContain("-[default]");
    expect(content()).toBe(before);
    await run(["team"]);
    expect(await run(["--check", "team"])).toMatchObject({ status: 0 });
  });

  const spoiled: readonly (readonly [string, string | Buffer, string])[] = [
    [
      "a name that stands there already",
      "[profile team-0.Admin]\n",
      "line 1: [profile team-0.Admin] stands here already",
    ],
    ["the same name in quotes", "[default]\n[profile 'team-0.Admin']\n", "line 2: [profile team-0.Admin]"],
    ["a marker that was changed", "  # BEGIN SALLYPORT team\n", "was changed"],
    ["a block without its end", "# BEGIN SALLYPORT team\n", "its last line is missing"],
    ["a byte order mark", "\ufeff[default]\n", "byte order mark"],
    ["NUL bytes", "[default]\n\0\n", "is no text"],
    ["another encoding", Buffer.from("[profile caf\xe9]\n", "latin1"), "no text in UTF-8"],
    ["5 MB", "#".repeat(5_300_000), "larger than 5 MB"],
  ];
  test.each(spoiled)("where the file has %s", async (_, text, says) => {
    mkdirSync(dirname(file()), { recursive: true });
    writeFileSync(file(), text);
    const done = await run(["team"]);
    expect(done).toMatchObject({ status: 2, out: "" });
    expect(done.err).toContain(says);
    expect(readFileSync(file()).equals(Buffer.from(text))).toBe(true);
  });

  test.each([
    ["the token is not accepted", { status: 401 }, "is not accepted"],
    ["there is no such set", { status: 404 }, "There is no set team for you"],
    ["the portal fails", { status: 503 }, "answered 503"],
    ["a page of somebody else comes", { text: "<html>Log in to this network</html>\n" }, "no profile set"],
    ["no ETag comes", { etag: null }, "no profile set"],
    ["a section comes that is none of ours", { text: "[default]\nregion = x\n" }, "no profile set"],
    ["a secret's key comes on lines of its own", { text: "aws_secret_access_key = x\n" }, "no profile set"],
  ] as const)("where %s", async (_, more, says) => {
    given(before);
    serve(team(0), more);
    const done = await run(["team"]);
    expect(done).toMatchObject({ status: 2, out: "" });
    expect(done.err).toContain(says);
    expect(content()).toBe(before);
  });

  test("where there is no token, the token is another portal's, or what is asked for is no set", async () => {
    given(before);
    for (const wrong of ["../x", "sessions", "a b", "$(id)", "--nope", ""]) {
      expect(await run([wrong])).toMatchObject({ status: 2 });
    }
    expect(await run([])).toMatchObject({ status: 2 });
    writeFileSync(join(home, ".config/sallyport/portal"), "https://other.example.com\n");
    expect((await run(["team"])).err).toContain("is not of");
    rmSync(join(home, ".config/sallyport"), { recursive: true });
    expect((await run(["team"])).err).toContain("Pair this machine");
    expect(asked).toEqual([]);
    expect(content()).toBe(before);
  });
});

test("a link stays a link, and what it leads to is changed", async () => {
  mkdirSync(join(home, "dotfiles"));
  mkdirSync(join(home, ".aws"));
  writeFileSync(join(home, "dotfiles/aws config"), "[default]\n");
  symlinkSync("../dotfiles/aws config", file());
  expect(await run(["team"])).toMatchObject({ status: 0 });
  expect(lstatSync(file()).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(home, "dotfiles/aws config"), "utf8")).toBe(mergedText("[default]\n", team(0, 1)));
});

test("a block that somebody damaged within is mended although nothing new has come", async () => {
  await run(["team"]);
  const whole = content();
  given(whole.replace("[profile team-0.Admin]", "[profile mine-now]"));
  await run(["team"]);
  expect(asked[1]?.etag).toBe(answer.etag);
  expect(content()).toBe(whole);
});

test("a schedule names the set and the portal, and asks nobody", async () => {
  const { status, out } = await run(["--schedule", "team", "own"]);
  expect(status).toBe(0);
  expect(out).toMatch(/^ {4}\d+ \* \* \* \* sh "\$HOME\/\.local\/bin\/sallyport-profiles\.sh" team own$/m);
  expect(out).toContain(`${url}/profiles.sh`);
  expect(asked).toEqual([]);
});

test("killed at any moment, it leaves the old file or the new one, and the next run works", async () => {
  const own = `[default]\n${"# a line of somebody's own\n".repeat(2000)}`;
  const [small, large] = [team(0), { ...blockOf(grants(600)), ...source() }];
  given(own);
  const old = mergedText(own, small);
  const next = mergedText(own, large);
  serve(small);
  await run(["team"]);
  expect(content()).toBe(old);
  let killed = 0;
  for (let turn = 0; turn < 60; turn += 1) {
    serve(turn % 2 === 0 ? large : small);
    const child = start("sh", ["team"]);
    const over = new Promise<void>((resolve) => child.on("close", () => resolve()));
    const timer = setTimeout(() => {
      killed += 1;
      if (child.pid) process.kill(-child.pid, "SIGKILL");
    }, turn * 3);
    await over;
    clearTimeout(timer);
    expect([old, next]).toContain(content());
  }
  expect(killed).toBeGreaterThan(0);
  serve(large);
  expect(await run(["team"])).toMatchObject({ status: 0 });
  expect(content()).toBe(next);
  expect(readdirSync(join(home, ".aws")).sort()).toEqual(["config", "config.before-sallyport"]);
}, 120_000);

describe.each(awks.map((awk) => [awk.join(" "), awk] as const))(
  "the merge by %s",
  (_, [awk = "", ...first]) => {
    const program = /^sp_program='\n([\s\S]*?)'$/m.exec(shellScriptSource())?.[1] ?? "";

    function byAwk(existing: string | Buffer, block: ProfileBlock | null, setId: string) {
      const body = join(home, "body");
      writeFileSync(body, block ? configText(block) : "");
      const bytes = Buffer.from(existing);
      const done = spawnSync(awk, [...first, program], {
        input: bytes,
        env: {
          ...environment(),
          LC_ALL: "C",
          SP_BODY: body,
          SP_CHANGES: join(home, "changes"),
          SP_SET: setId,
          SP_SOURCE: block?.source ?? "",
          SP_REMOVE: block ? "0" : "1",
          SP_OPEN: bytes.length > 0 && bytes.at(-1) !== 10 ? "1" : "0",
        },
      });
      return { status: done.status, text: done.stdout.toString("utf8"), err: done.stderr.toString("utf8") };
    }

    /** The text afterwards where both write; null where both refuse. */
    function same(existing: string, block: ProfileBlock | null, setId: string): string | null {
      const ours = block ? merge(existing, block) : unmerge(existing, setId);
      const theirs = byAwk(existing, block, setId);
      expect([0, 3]).toContain(theirs.status);
      expect({ ok: theirs.status === 0, of: existing }).toEqual({ ok: ours.ok, of: existing });
      if (!ours.ok) return null;
      expect(theirs.text).toBe(ours.text);
      return ours.text;
    }

    const calm =
      "[profile mine]|[profile 'my own']|[default]|[sso-session own]|[services v]|[other]|region = eu-west-1|output: json|s3 =|  addressing_style = path|# a comment|; another|  |  indented = 1|x = 1 # c|sso_session = own|sallyport = yes|é = ü|sso_session = sallyport-main|bare|[]|=|";
    const wild = `${calm}[profile team-0.Admin]|[profile "team-1.Admin"]|[profile team-2.Admin] # c|[sso-session sallyport-main]|SSO_SESSION = sallyport-main|# BEGIN SALLYPORT team x|# END SALLYPORT team|#begin sallyport|# END SALLYPORT own|# BEGIN SALLYPORT own|[profile own-1.Admin|[profile]|[profile.third-1.Admin]|[profile a\\ b]|\t[profile third-2.Admin]|[profile  team-3.Admin]|sso_session = sallyport-main ; x|[profilex team-4.Admin]| = 1`;
    const theirs = (pieces: string) =>
      fc
        .tuple(
          fc.array(
            fc.tuple(fc.constantFrom(...pieces.split("|")), fc.constantFrom("\n", "\n", "\n", "\r\n")),
            {
              maxLength: 14,
            },
          ),
          fc.constantFrom("\n", "\r\n", null),
          fc.boolean(),
        )
        .map(([lines, eol, ends]) => {
          const text = lines.map(([line, own]) => line + (eol ?? own)).join("");
          return ends ? text : text.replace(/\r?\n$/, "");
        });
    const sets = fc.record({
      setId: fc.constantFrom("team", "own", "third"),
      accounts: fc.uniqueArray(fc.integer({ min: 0, max: 4 })),
    });
    const blockFor = ({ setId, accounts }: { setId: string; accounts: readonly number[] }) =>
      blockOf(
        accounts.map((at) => grant(String(at), `${setId}-${at}`)),
        setId,
      );

    test("is the pages' merge, byte for byte, and refuses what they refuse", () => {
      fc.assert(
        fc.property(theirs(wild), sets, (existing, one) => {
          same(existing, blockFor(one), one.setId);
          same(existing, null, one.setId);
        }),
        { numRuns: 150 },
      );
    });

    test("is so for sets that come, change and go in any order", () => {
      fc.assert(
        fc.property(
          theirs(calm),
          theirs(calm),
          fc.array(sets, { maxLength: 5 }),
          (before, after, several) => {
            let text = same(before, blockFor({ setId: "team", accounts: [0, 1] }), "team");
            if (text === null) return;
            text = `${text}${/\n$/.test(text) || text === "" ? "" : "\n"}[profile end]\n${after}`;
            for (const one of several) text = same(text, blockFor(one), one.setId) ?? text;
            for (const id of ["third", "own", "team"]) text = same(text, null, id) ?? text;
          },
        ),
        { numRuns: 40 },
      );
    });

    test("writes nothing that the pages would refuse, whatever bytes there are", () => {
      const byte = fc.constantFrom(
        ..."[]=:#; \t\v\f\r\n\\\"'pro.\u00a0\u0085\u2028\u3000\ufeff\u0007\u007f\u009fé\ufffd\u{1f600}".split(
          "",
        ),
        "[profile team-0.Admin]",
        "sso_session = sallyport-main",
        "# BEGIN SALLYPORT team",
        "\n",
      );
      const half = (text: string) => Buffer.from(text).subarray(0, -1);
      fc.assert(
        fc.property(fc.array(byte, { maxLength: 24 }), fc.boolean(), (pieces, cut) => {
          const bytes = cut ? half(pieces.join("")) : Buffer.from(pieces.join(""));
          const text = bytes.toString("utf8");
          const block = team(0, 1);
          const done = byAwk(bytes, block, "team");
          const ours = merge(text, block);
          if (done.status === 0) expect(ours).toMatchObject({ ok: true, text: done.text });
          else expect(done.status).toBe(3);
        }),
        { numRuns: 400 },
      );
    });
  },
);

function shellScriptSource(): string {
  return readFileSync("lib/portal/profiles.sh", "utf8");
}

test("curl and these shells are here", () => {
  expect(existsSync("/usr/bin/curl")).toBe(true);
  expect(shells).toContain("bash");
});
