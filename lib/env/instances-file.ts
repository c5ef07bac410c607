/** The file that lists several Identity Center instances. Every fault is named with its line, and never with a value. */

import { z } from "zod";
import { InstanceId } from "@/lib/core/grant";
import { partitionIdOf } from "@/lib/core/region";
import type { Instance } from "@/lib/env";
import { ApplicationArn, Connect, contradictions, HomeRegion, RoleArn, StartUrl } from "./instance-rules";
import { readYaml, told, type YamlFile } from "./yaml-file";

const mostInstances = 20;

/** A list that is wrong throughout is told up to here. */
const mostFaults = 50;

const Entry = z.strictObject({
  id: InstanceId,
  label: z
    .string()
    .trim()
    .regex(/^[^\p{C}]{1,40}$/u, "must be 1 to 40 characters that can be seen")
    .optional(),
  startUrl: StartUrl,
  region: HomeRegion,
  connect: Connect,
  applicationArn: ApplicationArn.optional(),
  organization: z.strictObject({ roleArn: RoleArn.optional() }).optional(),
});

type Entry = z.infer<typeof Entry>;
type Fault = { place: readonly (string | number)[]; key?: string; message: string };

/** The instances in the file's order, or what is wrong with it: where, as it goes on from the file's name, and what. */
export function readInstancesFile(path: string): { instances: Instance[] } | { faults: [string, string][] } {
  const file = readYaml(path);
  if ("faults" in file) return file;
  const { value } = file;
  if (!Array.isArray(value) || value.length < 1 || value.length > mostInstances) {
    return { faults: [["", `must be a list of 1 to ${mostInstances} instances`]] };
  }
  const parsed = value.map((entry) => Entry.safeParse(entry));
  const entries = parsed.map((it) => it.data);
  const faults = [
    ...parsed.flatMap(({ error }, index) => (error ? ownFaults(error, value[index], index) : [])),
    ...value.flatMap(contradictionsOf),
    ...repeated(value, entries),
    ...ofSeveralPartitions(entries),
  ];
  if (faults.length > 0) return { faults: inOrder(faults, file) };
  return { instances: entries.flatMap((entry) => (entry ? [instanceOf(entry)] : [])) };
}

function instanceOf({ id, label, startUrl, region, connect, ...rest }: Entry): Instance {
  const { applicationArn = null, organization } = rest;
  return {
    id,
    label: label ?? new URL(startUrl).hostname,
    startUrl,
    region,
    connect,
    applicationArn,
    organization: organization ? { roleArn: organization.roleArn ?? null } : null,
  };
}

function ownFaults(error: z.ZodError, entry: unknown, index: number): Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    const place = [index, ...issue.path.map((step) => (typeof step === "symbol" ? "" : step))];
    if (issue.code === "unrecognized_keys") {
      const known = place.length === 1 ? Object.keys(Entry.shape).join(", ") : "roleArn";
      return issue.keys.map((key) => ({ place, key, message: `has a name that is none of ${known}` }));
    }
    const isMissing = issue.path.length > 0 && fieldsOf(entry)[String(issue.path[0])] === undefined;
    return [{ place, message: isMissing ? "is missing" : issue.message }];
  });
}

function contradictionsOf(entry: unknown, index: number): Fault[] {
  const { startUrl, region, connect, applicationArn, organization } = fieldsOf(entry);
  const { roleArn } = fieldsOf(organization);
  const found = contradictions({ startUrl, region, connect, applicationArn, roleArn });
  return found.map(({ part, message }) => ({
    place: part === "roleArn" ? [index, "organization", part] : [index, part],
    message,
  }));
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Two entries of one name would share what is stored; two of one portal would show everything twice. */
function repeated(values: readonly unknown[], entries: readonly (Entry | undefined)[]): Fault[] {
  const ids = values.map((value) => fieldsOf(value).id);
  const addresses = values.map((value) => StartUrl.safeParse(fieldsOf(value).startUrl).data);
  return entries.flatMap((_, index): Fault[] => [
    ...(ids[index] !== undefined && ids.indexOf(ids[index]) < index
      ? [{ place: [index, "id"], message: `is that of entry ${ids.indexOf(ids[index]) + 1} already` }]
      : []),
    ...(addresses[index] !== undefined && addresses.indexOf(addresses[index]) < index
      ? [
          {
            place: [index, "startUrl"],
            message: `is that of entry ${addresses.indexOf(addresses[index]) + 1} already`,
          },
        ]
      : []),
  ]);
}

/** The portal has one AWS identity, and an identity is worth nothing in another partition. */
function ofSeveralPartitions(entries: readonly (Entry | undefined)[]): Fault[] {
  const asking = entries.flatMap((entry, index) =>
    entry && (entry.connect === "trusted-issuer" || entry.organization)
      ? [{ index, partition: partitionIdOf(entry.region) }]
      : [],
  );
  return asking
    .filter(({ partition }) => partition !== asking[0]?.partition)
    .map(({ index }) => ({
      place: [index, "region"],
      message:
        "trusted-issuer and organization need the portal's own AWS identity, which is of the partition of an entry above; here only device-code works",
    }));
}

/** From the top of the file to its end. */
function inOrder(faults: readonly Fault[], file: YamlFile): [string, string][] {
  const placed = faults.map(({ place: [index = 0, ...rest], key, message }) => {
    const part = rest.length > 0 ? `, ${rest.join(".")}` : "";
    return { ...file.at([index, ...rest], key), message: `entry ${Number(index) + 1}${part}: ${message}` };
  });
  placed.sort((one, other) => one.line - other.line || one.column - other.column);
  const lines = placed.slice(0, mostFaults).map((it): [string, string] => [told(it), it.message]);
  const more = faults.length - lines.length;
  return more > 0 ? [...lines, ["", `has ${more} more faults`]] : lines;
}
