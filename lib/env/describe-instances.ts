/** Which instances there are: one by settings of its own, or several by a file, never a bit of both. */

import type { Instance } from "@/lib/env";
import {
  ApplicationArn,
  Connect,
  contradictions,
  type Described,
  HomeRegion,
  RoleArn,
  StartUrl,
} from "./instance-rules";
import { readInstancesFile } from "./instances-file";

/** Settings that describe the one instance where no file lists several, and the part of it that each is. */
const settingOf = {
  startUrl: "IDENTITY_CENTER_START_URL",
  region: "IDENTITY_CENTER_REGION",
  connect: "IDENTITY_CENTER_CONNECT",
  applicationArn: "IDENTITY_CENTER_APPLICATION_ARN",
  roleArn: "ORGANIZATION_ROLE_ARN",
} as const satisfies Record<keyof Described, string>;

type Fault = {
  /** A setting. It may go on with a place in the file that it names. */
  name: string;
  message: string;
};

type Instances = { instances: readonly Instance[]; faults: readonly Fault[] };

/** Where a setting alone is wrong, which is not told here, there may be no instance. */
export function describeInstances(source: NodeJS.ProcessEnv): Instances {
  return source.INSTANCES_FILE ? listed(source.INSTANCES_FILE, source) : only(source);
}

function listed(path: string, source: NodeJS.ProcessEnv): Instances {
  const both = [...Object.values(settingOf), "ORGANIZATION_DATA"]
    .filter((name) => source[name])
    .map((name) => ({
      name,
      message: "must not be set beside INSTANCES_FILE, which says it for each instance",
    }));
  const read = readInstancesFile(path);
  if (!("faults" in read)) return { instances: read.instances, faults: both };
  return {
    instances: [],
    faults: [
      ...both,
      ...read.faults.map(([where, message]) => ({ name: `INSTANCES_FILE${where}`, message })),
    ],
  };
}

/** The one that the environment describes. Its name is stored with what belongs to it, and stays. */
function only(source: NodeJS.ProcessEnv): Instances {
  const of = (part: keyof Described) => source[settingOf[part]];
  const connect = of("connect") ?? "trusted-issuer";
  const described = {
    startUrl: of("startUrl"),
    region: of("region"),
    applicationArn: of("applicationArn"),
    roleArn: of("roleArn"),
    connect,
  };
  const missing = (["startUrl", "region"] as const).filter((part) => described[part] === undefined);
  const faults = [
    ...missing.map((part) => ({ name: settingOf[part], message: "is not set" })),
    ...contradictions(described).map(({ part, message, isMissing }) => ({
      name: settingOf[part],
      message: isMissing ? "is not set" : message,
    })),
  ];
  const startUrl = StartUrl.safeParse(described.startUrl).data;
  const region = HomeRegion.safeParse(described.region).data;
  const way = Connect.safeParse(connect).data;
  if (!startUrl || !region || !way) return { instances: [], faults };
  const main: Instance = {
    id: "main",
    label: new URL(startUrl).hostname,
    startUrl,
    region,
    connect: way,
    applicationArn: ApplicationArn.safeParse(described.applicationArn).data ?? null,
    organization:
      source.ORGANIZATION_DATA === "true"
        ? { roleArn: RoleArn.safeParse(described.roleArn).data ?? null }
        : null,
  };
  return { instances: [main], faults };
}
