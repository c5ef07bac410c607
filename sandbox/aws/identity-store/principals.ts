/** The ids of users and groups. Each follows from a login or a name, and is found again without a list of everybody. */

import { createHash } from "node:crypto";
import { isUserOf } from "@/sandbox/aws/instance";
import type { Reading } from "@/sandbox/aws/json/operation";
import { identities } from "@/sandbox/company";
import { allGroups } from "@/sandbox/company-groups";
import type { InstanceName } from "@/sandbox/instances";

/** Ten digits of the store's, and a UUID, as AWS's older stores have them. */
function userIdOf(login: string, instance: InstanceName): string {
  return `906766a1b2-${uuidOf(`user ${login} ${instance}`)}`;
}

export function groupId(name: string, instance: InstanceName): string {
  return uuidOf(`group ${name} ${instance}`);
}

/** Of somebody whom the instance knows. Remembers the crowd's, whom nobody lists. */
export function rememberUser(
  login: string,
  { instance, emulator }: Pick<Reading, "instance" | "emulator">,
): string | undefined {
  if (!isUserOf(instance, login)) return undefined;
  const id = userIdOf(login, instance);
  emulator.state.users.set(id, login);
  return id;
}

export function loginOfUser(id: string, { instance, emulator }: Reading): string | undefined {
  const logins = [...identities.map(({ login }) => login), emulator.state.users.get(id) ?? ""];
  return logins.find((login) => isUserOf(instance, login) && userIdOf(login, instance) === id);
}

export function groupNamed(id: string, instance: InstanceName): string | undefined {
  return allGroups(identities).find((name) => groupId(name, instance) === id);
}

function uuidOf(what: string): string {
  const hex = createHash("sha256").update(`sandbox ${what}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
