/** A machine with the snippets of its page: AWS's own clients get keys from both doors, as they split and read them themselves. */

import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isHere } from "@/lib/credentials/inputs-for-tests";
import { credentialProcess, homeFault, type Machine, processUrl, tokenFile } from "./machine";
import { machine, machines } from "./machines-for-tests";
import { profileOf, profileSnippet, variablesSnippet } from "./ways";

const token = "spt_for_tests_alone";

/** What botocore makes of the line on each system; and what a shell does, which other clients give it to. */
const splitters = `
import json, sys
from botocore.compat import compat_shell_split
print(json.dumps([compat_shell_split(line, platform) for line, platform in json.loads(sys.argv[1])]))
`;
const botocoreIsHere = spawnSync("python3", ["-c", "import botocore"]).status === 0;

const meantArguments = (of: Machine) => [
  of.system === "windows" ? "curl.exe" : "curl",
  "--fail",
  "--silent",
  "--show-error",
  "--header",
  `@${tokenFile(of).replace(/token$/, "header")}`,
  processUrl(of),
];

test("botocore splits the line of every system into the program and arguments that were meant", (context) => {
  context.skip(!botocoreIsHere, "botocore is not on this machine");
  const lines = machines.map((one) => [credentialProcess(one), one.system === "windows" ? "win32" : "linux"]);
  const { stdout } = spawnSync("python3", ["-c", splitters, JSON.stringify(lines)], { encoding: "utf8" });
  expect(JSON.parse(stdout)).toEqual(machines.map(meantArguments));
});

test("a shell splits it in the same way", () => {
  for (const one of machines.filter(({ system }) => system !== "windows")) {
    const script = `set -- ${credentialProcess(one)}\nprintf '%s\\0' "$@"`;
    const { stdout } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
    expect(stdout.split("\0").slice(0, -1)).toEqual(meantArguments(one));
  }
});

test("a folder is taken only if every reader takes it for the same", () => {
  const odd = fc.string({ unit: fc.constantFrom(..."'\"`$%!^&|<>(){}[];~*?#\n\té") });
  fc.assert(
    fc.property(fc.constantFrom("linux", "macos", "windows"), odd, (system, sign) => {
      fc.pre(sign !== "");
      const start = system === "windows" ? "C:\\Users\\a" : "/home/a";
      expect(homeFault(system, `${start}${sign}b`)).toContain("Write the whole path");
    }),
  );
  for (const home of ["", "home/ada", "~", "~/x", "/", "//a", "/home/ ada", "C:/Users/ada"])
    expect(homeFault("linux", home)).not.toBeNull();
  for (const { system, home } of machines) expect(homeFault(system, home)).toBeNull();
});

test("every role has its own address, in which no sign of a role's name is changed", () => {
  expect(processUrl(machine())).toBe(
    "https://sallyport.example.com/api/v1/process/main/012345678901/Data_Team+a=b,c.d@e-f",
  );
  const role = fc.string({ unit: fc.constantFrom(..."aZ09_+=,.@-"), minLength: 1, maxLength: 64 });
  fc.assert(
    fc.property(role, (name) => {
      const of = machine({ grant: { ...machine().grant, role: name } });
      if (/^\.+$/.test(name)) expect(() => processUrl(of)).toThrow("dots");
      else expect(new URL(processUrl(of)).pathname.split("/").at(-1)).toBe(name);
    }),
  );
});

const botocoreProgram = `
import sys, botocore.session
keys = botocore.session.Session(profile=sys.argv[1] or None).get_credentials()
print(keys.access_key, keys.method, file=sys.stdout) if keys else print(None)
`;
const jsProgram = `
import { STSClient } from "@aws-sdk/client-sts";
const profile = process.argv[1];
const { config } = new STSClient(profile ? { profile } : {});
console.log((await config.credentials()).accessKeyId);
`;
const clients = [
  { client: "botocore", program: "python3", args: ["-c", botocoreProgram], here: botocoreIsHere },
  {
    client: "the SDK for JavaScript",
    program: "node",
    args: ["--input-type=module", "-e", jsProgram],
    here: true,
  },
];

describe.each(clients)("$client", ({ client, program, args, here }) => {
  let server: Server;
  let home: string;
  let of: Machine;
  const asked: { path: string | undefined; authorization: string | undefined }[] = [];
  beforeAll(async () => {
    // With a space, so that quotes are tried too.
    home = join(mkdtempSync(join(tmpdir(), "machine-")), "Ada Lovelace");
    mkdirSync(join(home, ".config", "sallyport"), { recursive: true });
    mkdirSync(join(home, ".aws"));
    writeFileSync(join(home, ".config", "sallyport", "token"), token);
    writeFileSync(join(home, ".config", "sallyport", "header"), `Authorization: ${token}\n`);
    server = createServer((request, response) => {
      asked.push({ path: request.url, authorization: request.headers.authorization });
      const keys = { AccessKeyId: "ASIALIVE", SecretAccessKey: "secret", Expiration: "2098-11-21T04:00:00Z" };
      const of = request.url?.includes("/container/") ? { Token: "t" } : { Version: 1, SessionToken: "t" };
      response.setHeader("content-type", "application/json").end(JSON.stringify({ ...keys, ...of }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    of = machine({ portalUrl: `http://127.0.0.1:${port}`, home });
  });
  afterAll(() => {
    server.close();
    rmSync(join(home, ".."), { recursive: true });
  });

  async function keyOf(profile: string, variables: Record<string, string> = {}): Promise<string> {
    const env = {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      NODE_NO_WARNINGS: "1",
      NODE_ENV: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: join(home, ".aws", "config"),
      AWS_SHARED_CREDENTIALS_FILE: join(home, ".aws", "credentials"),
      ...variables,
    } as const;
    // Not the synchronous kind: the server that must answer lives in this very process.
    return (await promisify(execFile)(program, [...args, profile], { env })).stdout;
  }

  test("gets keys by the profile", async (context) => {
    context.skip(!here || !isHere("curl"), `${client} or curl is not on this machine`);
    writeFileSync(join(home, ".aws", "config"), profileSnippet(of).text);
    expect(await keyOf(profileOf(of))).toContain("ASIALIVE");
    const { grant } = of;
    expect(asked.pop()).toEqual({
      path: `/api/v1/process/main/${grant.accountId}/${grant.role}`,
      authorization: token,
    });
  });

  test.for(["bash", "dash", "zsh"])(
    "gets keys by the variables, pasted into a %s full of stale ones",
    async (shell, context) => {
      context.skip(!here || !isHere(shell), `${client} or ${shell} is not on this machine`);
      writeFileSync(join(home, ".aws", "config"), "");
      const stale = {
        AWS_ACCESS_KEY_ID: "AKIASTALE",
        AWS_SECRET_ACCESS_KEY: "stale",
        AWS_PROFILE: "gone",
        AWS_DEFAULT_PROFILE: "gone",
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/stale",
        AWS_CONTAINER_AUTHORIZATION_TOKEN: "stale",
      };
      const env = { PATH: process.env.PATH ?? "", NODE_ENV: "test", ...stale } as const;
      const script = `${variablesSnippet(of).text}env -0`;
      const printed = spawnSync(shell, ["-c", script], { env, encoding: "utf8" })
        .stdout.split("\0")
        .slice(0, -1);
      const set = printed.filter((line) => line.startsWith("AWS_"));
      expect(set).toHaveLength(4);
      const variables = set.map((line) => [
        line.slice(0, line.indexOf("=")),
        line.slice(line.indexOf("=") + 1),
      ]);
      expect(await keyOf("", Object.fromEntries(variables))).toContain("ASIALIVE");
      const { grant } = of;
      expect(asked.pop()).toEqual({
        path: `/api/v1/container/main/${grant.accountId}/${grant.role}`,
        authorization: token,
      });
    },
  );
});
