/**
 * The line by which AWS's tools fetch keys from Sallyport by themselves. botocore splits it as a shell would and starts it
 * without one; JavaScript and Go give it to a shell. So there is no `~`, no variable, and a quote only around the file's name.
 * The access token stands in that file and nowhere else.
 */

import type { Grant } from "@/lib/core/grant";

/** The person's own machine. */
export type Machine = {
  system: "unix" | "windows";
  /** Absolute: `/home/ada`, `C:\Users\ada`. */
  home: string;
};

const homes = { unix: /^\/[A-Za-z0-9_.@+,:/ -]*$/, windows: /^[A-Za-z]:\\[A-Za-z0-9_.@+,:\\ -]*$/ } as const;

/** Why no such line can be written for that machine, in a sentence; null where it can. */
export function machineFault({ system, home }: Machine): string | null {
  if (homes[system].test(home) && home.length <= 200) return null;
  const example = system === "unix" ? "/home/ada" : "C:\\Users\\ada";
  return `The home folder has to be an absolute path such as ${example}, of plain letters, figures, spaces and _.@+,:- alone.`;
}

/** Why the portal's own address cannot stand in such a line; null where it can. */
export function addressFault(portalUrl: string): string | null {
  return /^https?:\/\/[A-Za-z0-9.:[\]/_~-]+$/.test(portalUrl)
    ? null
    : "The portal's address holds a character that shells would change.";
}

/** The value of `credential_process`. Only for a machine and an address without a fault. */
export function credentialProcess(
  { instance, accountId, role }: Grant,
  machine: Machine,
  portalUrl: string,
): string {
  const isWindows = machine.system === "windows";
  const slash = isWindows ? "\\" : "/";
  const home = machine.home.replace(/[\\/]+$/, "");
  const header = `@${[home, ".config", "sallyport", "header"].join(slash)}`;
  const file = header.includes(" ") ? `"${header}"` : header;
  const path = ["api/v1/process", instance, accountId, encodeURIComponent(role)].join("/");
  const program = isWindows ? "curl.exe" : "curl";
  const url = `${portalUrl.replace(/\/+$/, "")}/${path}`;
  return `${program} --fail --silent --show-error --header ${file} ${url}`;
}
