/** The ids of users and groups. Each follows from a login or a name, and is found again without a list of everybody. */

import { createHash } from "node:crypto";
import type { Emulator } from "@/sandbox/aws/emulator";
import { identities } from "@/sandbox/company";
import { allGroups } from "@/sandbox/company-groups";

/** Ten digits of the store's, and a UUID, as AWS's older stores have them. */
export function userIdOf(login: string): string {
  return `906766a1b2-${uuidOf(`user ${login}`)}`;
}

export function groupId(name: string): string {
  return uuidOf(`group ${name}`);
}

/** Remembers the crowd's, whom nobody lists. */
export function rememberUser(login: string, emulator: Emulator): string {
  const id = userIdOf(login);
  emulator.state.users.set(id, login);
  return id;
}

export function loginOfUser(id: string, emulator: Emulator): string | undefined {
  return emulator.state.users.get(id) ?? identities.find(({ login }) => userIdOf(login) === id)?.login;
}

export function groupNamed(id: string): string | undefined {
  return allGroups(identities).find((name) => groupId(name) === id);
}

function uuidOf(what: string): string {
  const hex = createHash("sha256").update(`sandbox ${what}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
