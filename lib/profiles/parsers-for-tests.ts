/** The two parsers that AWS's tools have in common, as clients under test: botocore's, and that of the SDK for JavaScript. */

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { readIni } from "./ini-file";
import { botocoreMeaning } from "./ini-meaning";
import { fullValue, nestedOf } from "./ini-value";

type Sections = Record<string, Record<string, unknown>>;
/** `error`: the whole file is refused. */
export type Reading = { profiles: Sections; sessions: Sections; services: Sections } | "error";

const program = `
import json, os, sys, tempfile, botocore.configloader, botocore.exceptions
folder = tempfile.mkdtemp()
path = os.path.join(folder, "config")
def read(text):
    with open(path, "wb") as file: file.write(text.encode("utf-8"))
    try:
        got = botocore.configloader.load_config(path)
    except botocore.exceptions.ConfigParseError:
        return "error"
    return {"profiles": got["profiles"], "sessions": got["sso_sessions"], "services": got["services"]}
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
os.remove(path); os.rmdir(folder)
`;

export const hasBotocore = spawnSync("python3", ["-c", "import botocore"]).status === 0;

/** All of them in one process. */
export function botocoreReads(texts: readonly string[]): Reading[] {
  const done = spawnSync("python3", ["-X", "utf8", "-c", program], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}

const ofSdk = createRequire(createRequire(import.meta.url).resolve("@aws-sdk/client-sts"));
const { loadSharedConfigFiles, externalDataInterceptor } = ofSdk("@smithy/core/config");

export async function javascriptReads(text: string): Promise<Exclude<Reading, "error">> {
  const path = "/of-a-test";
  externalDataInterceptor.interceptFile(path, text);
  const { configFile } = await loadSharedConfigFiles({ configFilepath: path, filepath: "/dev/null" });
  const found: Exclude<Reading, "error"> = { profiles: {}, sessions: {}, services: {} };
  for (const [name, settings] of Object.entries(configFile as Sections)) {
    const [, kind, rest = ""] = /^(sso-session|services)\.(.*)$/.exec(name) ?? [];
    if (kind === undefined) found.profiles[name] = settings;
    else found[kind === "services" ? "services" : "sessions"][rest] = settings;
  }
  return found;
}

/** What our own reader makes of it, in botocore's form. */
export function weRead(text: string): Reading {
  const { sections, faults } = readIni(text);
  if (faults.length > 0) return "error";
  const magic = sections.filter(({ header }) => header === "DEFAULT").flatMap(({ keys }) => keys);
  const maps = {
    profile: new Map<string, object>(),
    "sso-session": new Map<string, object>(),
    services: new Map<string, object>(),
  };
  for (const { header, keys } of sections) {
    const meaning = botocoreMeaning(header);
    if (!meaning) continue;
    const settings = [...magic, ...keys].map((key) => {
      const nested = nestedOf(key);
      return [key.key, nested ? Object.fromEntries(nested) : fullValue(key)] as const;
    });
    maps[meaning.kind].set(meaning.name, Object.fromEntries(settings));
  }
  return {
    profiles: Object.fromEntries(maps.profile) as Sections,
    sessions: Object.fromEntries(maps["sso-session"]) as Sections,
    services: Object.fromEntries(maps.services) as Sections,
  };
}

const uses = `
import json, os, sys, tempfile, botocore.session
folder = tempfile.mkdtemp()
path = os.path.join(folder, "config")
os.environ.update(AWS_CONFIG_FILE=path, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_EC2_METADATA_DISABLED="true")
def use(text):
    with open(path, "w") as file: file.write(text)
    try:
        session = botocore.session.Session(profile="a")
        session.get_credentials().get_frozen_credentials()
        session.create_client("s3")
        return None
    except Exception as fault:
        return type(fault).__name__
json.dump([use(text) for text in json.load(sys.stdin)], sys.stdout)
os.remove(path); os.rmdir(folder)
`;

/** How botocore fails when it is to use the profile `a` of each text; null where it has keys and a client. */
export function botocoreFails(texts: readonly string[]): (string | null)[] {
  const done = spawnSync("python3", ["-c", uses], { input: JSON.stringify(texts), encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}
