/**
 * AWS's own clients read what we write: botocore (which the AWS CLI is made of) and the SDK for JavaScript, each with its own
 * chain of providers, in a process of its own that knows nothing but the given environment.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FormatInput } from "./credential-format";
import { formats } from "./formats";
import { profileName } from "./profile-name";

/** Both programs print what each profile (or none, for an empty name) resolves to, as one JSON list. */
const botocoreProgram = `
import json, sys, botocore.session
def read(profile):
    try:
        session = botocore.session.Session(profile=profile or None)
        keys = session.get_credentials()
        if keys is None: return None
        frozen = keys.get_frozen_credentials()
        region = session.get_config_variable("region")
        return [frozen.access_key, frozen.secret_key, frozen.token, frozen.account_id, region]
    except Exception as fault:
        return type(fault).__name__
print(json.dumps([read(profile) for profile in json.loads(sys.argv[1])]))
`;
const jsProgram = `
import { STSClient } from "@aws-sdk/client-sts";
async function read(profile) {
  try {
    const { config } = new STSClient(profile ? { profile } : {});
    const keys = await config.credentials();
    const region = await config.region().catch(() => null);
    return [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken, keys.accountId, region];
  } catch (fault) {
    return fault.name;
  }
}
const answers = [];
for (const profile of JSON.parse(process.argv[1])) answers.push(await read(profile));
console.log(JSON.stringify(answers));
`;
const clients = [
  { client: "botocore", program: "python3", args: ["-c", botocoreProgram], needs: ["-c", "import botocore"] },
  {
    client: "the SDK for JavaScript",
    program: "node",
    args: ["--input-type=module", "-e", jsProgram],
    needs: ["-v"],
  },
];

const grant = { accountId: "012345678901", role: "Data.Team+x" };
const input: FormatInput = {
  credentials: {
    accessKeyId: "ASIAEXAMPLEEXAMPLE00",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE+/token==",
    expiresAt: new Date("2098-11-21T04:00:00Z"),
  },
  region: "eu-central-1",
  accountId: grant.accountId,
  profileName: profileName(grant),
};
const meant = (from: FormatInput) => [
  from.credentials.accessKeyId,
  from.credentials.secretAccessKey,
  from.credentials.sessionToken,
  from.accountId,
  from.region ?? null,
];

let folder: string;
let credentialsFile: string;
let configFile: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "clients-"));
  credentialsFile = join(folder, "credentials");
  configFile = join(folder, "config");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(clients)("$client", ({ client, program, args, needs }) => {
  /** What the client finds for each profile, in an environment of nothing but the given variables and the two files. */
  function found(
    profiles: string[],
    files: { credentials?: string; config?: string },
    variables = {},
  ): unknown[] {
    writeFileSync(credentialsFile, files.credentials ?? "");
    writeFileSync(configFile, files.config ?? "");
    const settings = { AWS_SHARED_CREDENTIALS_FILE: credentialsFile, AWS_CONFIG_FILE: configFile };
    const away = { AWS_EC2_METADATA_DISABLED: "true", NODE_NO_WARNINGS: "1", NODE_ENV: "test" } as const;
    const env = { PATH: process.env.PATH ?? "", HOME: homedir(), ...away, ...settings, ...variables };
    const done = spawnSync(program, [...args, JSON.stringify(profiles)], { env, encoding: "utf8" });
    expect(done).toMatchObject({ status: 0, stderr: "" });
    return JSON.parse(done.stdout);
  }
  const missing = spawnSync(program, needs).status !== 0;
  const here = (name: string, body: () => void) =>
    test(name, (context) => {
      context.skip(missing, `${client} is not on this machine`);
      body();
    });

  here(
    "uses the keys of the bash snippet in a shell full of stale settings, and none after its undo lines",
    () => {
      const script = `${formats.bash.render(input)}env -0; printf 'then\\0'; ${formats.bash.undo(input)}env -0`;
      const env = {
        NODE_ENV: "test",
        PATH: process.env.PATH ?? "",
        AWS_PROFILE: "gone",
        AWS_DEFAULT_PROFILE: "gone",
        AWS_SECURITY_TOKEN: "stale",
        AWS_CREDENTIAL_EXPIRATION: "2001-01-01T00:00:00Z",
      } as const;
      const { stdout } = spawnSync("bash", ["-c", script], { env, encoding: "utf8" });
      const [applied, undone] = stdout.split("then\0").map((printed) =>
        Object.fromEntries(
          printed
            .split("\0")
            .filter((line) => line.startsWith("AWS_"))
            .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
        ),
      );
      expect(found([""], {}, applied)).toEqual([meant(input)]);
      expect(found([""], {}, undone)).not.toContainEqual(meant(input));
      expect(undone).toEqual({});
    },
  );

  here("takes the expiry as it is written: keys that have ended are not used", () => {
    const ended = {
      ...input,
      credentials: { ...input.credentials, expiresAt: new Date("2001-01-01T00:00:00Z") },
    };
    writeFileSync(join(folder, "keys.json"), formats.json.render(ended));
    const config = `[profile p]\ncredential_process = cat ${join(folder, "keys.json")}\n`;
    expect(found(["p"], { config })).toEqual([expect.stringMatching(/Error$/)]);
  });

  here("reads the JSON as a credential_process, and nothing once it is undone", () => {
    const file = join(folder, "keys.json");
    const config = `[profile p]\ncredential_process = cat ${file}\nregion = eu-central-1\n`;
    writeFileSync(file, formats.json.render(input));
    expect(found(["p"], { config })).toEqual([meant(input)]);
    writeFileSync(file, formats.json.undo(input));
    expect(found(["p"], { config })).toEqual([expect.stringMatching(/Error$/)]);
  });

  here("reads the file block beside others, and nothing once it is undone", () => {
    const before = "[other]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = o\n";
    const credentials = `${before}\n${formats.ini.render(input)}\n[after]\nregion = us-east-1\n`;
    expect(found([input.profileName], { credentials })).toEqual([meant(input)]);
    const undone = `${before}\n${formats.ini.undo(input)}\n[after]\nregion = us-east-1\n`;
    const [gone, other] = found([input.profileName, "other"], { credentials: undone });
    expect(gone).toMatch(/Error$|NotFound$/);
    expect(other).toContain("AKIAOTHER");
  });

  here("an SSO profile of the same account and role is not shadowed by the block", () => {
    const block = { ...input, profileName: profileName({ ...grant, role: "ReadOnly" }) };
    const names = ["012345678901_ReadOnly", "ReadOnly-012345678901"];
    const config = names.map((name) => `[profile ${name}]\nregion = us-east-1\n`).join("");
    for (const answer of found(names, { config, credentials: formats.ini.render(block) })) {
      expect(JSON.stringify(answer)).not.toContain(block.credentials.accessKeyId);
    }
  });

  here("reads any value that the file block does not refuse, exactly", () => {
    const anything = fc.string({
      unit: fc.constantFrom(..."'\"`$%!^&|<>(){}[];,~*?#=@\\:/+-aZ0"),
      minLength: 1,
    });
    const value = fc.oneof(fc.base64String({ minLength: 4, maxLength: 900 }), anything);
    const block = fc.tuple(value, value).map(([secretAccessKey, sessionToken]) => ({
      ...input,
      credentials: { ...input.credentials, secretAccessKey, sessionToken },
    }));
    const accepted = block.filter((from) => {
      try {
        return formats.ini.render(from) !== "";
      } catch {
        return false;
      }
    });
    const many = fc.sample(accepted, 100).map((from, at) => ({ ...from, profileName: `p${at}` }));
    const credentials = many.map((from) => formats.ini.render(from)).join("\n");
    const names = many.map((from) => from.profileName);
    expect(found(names, { credentials })).toEqual(many.map(meant));
  });
});
