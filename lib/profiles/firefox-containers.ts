/** A container of Firefox for each profile, so that several consoles are open side by side. Alone knows Firefox's colours. */

import type { Environment } from "@/lib/core/account-look";
import { portalPage } from "@/lib/core/start-url";
import { grantsOf, type ProfileFormat, type ProfileFormatInput } from "./profile-format";

const colours: Readonly<Record<Environment, string>> = {
  production: "red",
  staging: "orange",
  development: "green",
};

/** `url` is AWS's own link to the console as that role; `open` is the same as Granted's extension takes it. */
export const firefoxContainers: ProfileFormat = {
  id: "firefox-containers",
  label: "Firefox containers",
  whenToUse: "For several consoles side by side: one container for each profile, red where it is production.",
  files: (input) => [
    { fileName: "containers.json", text: `${JSON.stringify(containers(input), null, 2)}\n` },
  ],
};

function containers({ block, instances }: ProfileFormatInput) {
  const portals = new Map(instances.map(({ id, startUrl, region }) => [id, portalPage(startUrl, region)]));
  return grantsOf(block).flatMap(({ name, instance, accountId, role, environment }) => {
    const portal = portals.get(instance);
    if (portal === undefined) return [];
    const url = `${portal}/#/console?account_id=${accountId}&role_name=${encodeURIComponent(role)}`;
    const color = environment ? colours[environment] : "blue";
    const icon = "briefcase";
    const said = [
      ["name", name],
      ["url", url],
      ["color", color],
      ["icon", icon],
    ] as const;
    const open = said.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
    return [{ name, color, icon, url, open: `ext+granted-containers:${open}` }];
  });
}
