/** Machines that snippets are tried for: every system, a folder with a space, and a role with every sign that a role may have. */

import type { Machine, System } from "./machine";

const homes: Record<System, readonly string[]> = {
  linux: ["/home/ada", "/home/Ada Lovelace/"],
  macos: ["/Users/ada"],
  windows: ["C:\\Users\\ada", "C:\\Users\\Ada Lovelace"],
};

export const strangeRole = "Data_Team+a=b,c.d@e-f";

export function machine(parts: Partial<Machine> = {}): Machine {
  return {
    portalUrl: "https://sallyport.example.com",
    grant: { instance: "main", accountId: "012345678901", role: strangeRole },
    region: "eu-central-1",
    system: "linux",
    home: "/home/ada",
    ...parts,
  };
}

export const machines: readonly Machine[] = (["linux", "macos", "windows"] as const).flatMap((system) =>
  homes[system].map((home) => machine({ system, home })),
);
