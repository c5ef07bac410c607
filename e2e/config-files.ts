/** Config files for stories, and botocore, which reads what came of them. */

import { spawnSync } from "node:child_process";

const program = `
import json, os, sys, tempfile, botocore.configloader, botocore.exceptions
folder = tempfile.mkdtemp()
path = os.path.join(folder, "config")
with open(path, "wb") as file: file.write(sys.stdin.buffer.read())
try:
    got = botocore.configloader.load_config(path)
    json.dump({"profiles": got["profiles"], "sessions": got["sso_sessions"]}, sys.stdout)
except botocore.exceptions.ConfigParseError:
    json.dump("refused", sys.stdout)
os.remove(path); os.rmdir(folder)
`;

export const hasBotocore = spawnSync("python3", ["-c", "import botocore"]).status === 0;

type Settings = Record<string, Record<string, unknown>>;
export type BotocoreReads = "refused" | { profiles: Settings; sessions: Settings };

export function botocoreReads(file: Buffer | string): BotocoreReads {
  const done = spawnSync("python3", ["-X", "utf8", "-c", program], { input: file, encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}

/** Keys that never were any. None of them may be seen on a page. */
export const secrets = {
  id: "AKIAIOSFODNN7EXAMPLE",
  key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  token: "IQoJb3JpZ2luX2VjEJr0000aBcDeFgHiJkLmNoPqRsTuVwXyZ==",
};

export const twice = `[profile dev]
region = eu-central-1
[profile other]
region = eu-west-1
[profile dev]
region = eu-central-1
`;

export const hostile = `# Wrong from top to bottom.
[default]
Region: eu-west-1
[profile dev]
this line is nothing
sso_session = corp
sso_account_id = 12345678901
sso_role_name = Admin
region = eu-central-1
[profile ünïcode \u202e]
region = eu-west-1
[profile dev]
sso_session = corp
sso_account_id = 12345678901
[sso-session corp]
sso_start_url = https://acme.awsapps.com/start#/
sso_region = eu-central-1
`.replaceAll("\n", "\r\n");

export const withKeys = `[default]
region = eu-west-1
# aws_secret_access_key = ${secrets.key}
[profile ci]
aws_access_key_id = ${secrets.id}
aws_secret_access_key = ${secrets.key.slice(0, 20)}
  ${secrets.key.slice(20)}
AWS_Session_Token: "${secrets.token}"
${secrets.token}
region = eu-west-1
`;

/** `count` profiles of seven lines; each hundredth is written in another case. */
export function largeConfig(count: number): string {
  const profiles = Array.from({ length: count }, (_, at) => {
    const id = String(at).padStart(12, "0");
    const region = at % 100 === 0 ? "Region" : "region";
    return `[profile team-${at}.production-of-a-large-company]\nsso_session = corp\nsso_account_id = ${id}\nsso_role_name = AdministratorAccess\n${region} = eu-central-1\noutput = json\n`;
  });
  const session =
    "[sso-session corp]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-central-1\nsso_registration_scopes = sso:account:access\n";
  return [session, ...profiles].join("\n");
}
