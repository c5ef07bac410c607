/** A machine that gets keys by itself: where Sallyport's doors for it are, and where its token lies. Holds no secret. Pure. */

import type { Grant } from "@/lib/core/grant";
import { type PartitionId, partitionIdOf } from "@/lib/core/region";

export type System = "linux" | "macos" | "windows";

export const systems: readonly { id: System; label: string; home: string }[] = [
  { id: "linux", label: "Linux", home: "/home/you" },
  { id: "macos", label: "macOS", home: "/Users/you" },
  { id: "windows", label: "Windows", home: "C:\\Users\\you" },
];

export type Machine = {
  /** Where people and machines reach Sallyport, without a slash at its end. */
  portalUrl: string;
  grant: Grant;
  region: string;
  system: System;
  /** The home folder, as an absolute path: no AWS tool expands `~` or a variable there. */
  home: string;
};

/** Paths that mean the same to a shell, to cmd and to botocore's own splitting, with quotes around at most. */
const homes: Record<System, RegExp> = {
  linux: /^(?:\/[A-Za-z0-9._@+-][A-Za-z0-9 ._@+-]*)+\/?$/,
  macos: /^(?:\/[A-Za-z0-9._@+-][A-Za-z0-9 ._@+-]*)+\/?$/,
  windows: /^[A-Za-z]:(?:\\[A-Za-z0-9._@+-][A-Za-z0-9 ._@+-]*)+\\?$/,
};

/** Why a folder cannot stand in a snippet; null where it can. */
export function homeFault(system: System, home: string): string | null {
  if (homes[system].test(home)) return null;
  const example = systems.find(({ id }) => id === system)?.home ?? "";
  return `Write the whole path, as in ${example}: letters, digits, spaces and . _ @ + - between the slashes.`;
}

/** The role stands as it is: of all signs that a role's name may have, none means anything in a path. */
function door(path: string, { portalUrl, grant }: Machine): string {
  const { instance, accountId, role } = grant;
  if (/^\.+$/.test(role)) throw new Error("A role of dots alone has no address.");
  return `${portalUrl}${path}/${instance}/${accountId}/${role}`;
}

/** Answers as the container credentials endpoint of AWS does. */
export const containerUrl = (machine: Machine) => door("/api/v1/container", machine);

/** Answers what a `credential_process` prints. */
export const processUrl = (machine: Machine) => door("/api/v1/process", machine);

function inFolder({ system, home }: Machine, file: string): string {
  const fault = homeFault(system, home);
  if (fault) throw new Error(fault);
  const slash = system === "windows" ? "\\" : "/";
  const trimmed = home.endsWith(slash) ? home.slice(0, -1) : home;
  return [trimmed, ".config", "sallyport", file].join(slash);
}

/** The bare access token, without a line break: what the SDKs put into their header as it is. */
export const tokenFile = (machine: Machine) => inFolder(machine, "token");

/** The same as a line of a header, for curl: an argument would show in the list of processes. */
export const headerFile = (machine: Machine) => inFolder(machine, "header");

/**
 * A line that botocore splits by itself, the SDK for JavaScript gives to a shell, and Go to `sh` or `cmd`: one program, no
 * variable, no `~`, and double quotes only where the path has a space.
 */
export function credentialProcess(machine: Machine): string {
  const header = `@${headerFile(machine)}`;
  const curl = machine.system === "windows" ? "curl.exe" : "curl";
  const quoted = header.includes(" ") ? `"${header}"` : header;
  return `${curl} --fail --silent --show-error --header ${quoted} ${processUrl(machine)}`;
}

/** As AWS names a role of Identity Center: what is not known before stands in words. */
export function expectedArn({ grant, region }: Machine): string {
  const partition: PartitionId = partitionIdOf(region) ?? "aws";
  return `arn:${partition}:sts::${grant.accountId}:assumed-role/AWSReservedSSO_${grant.role}_…/…`;
}
