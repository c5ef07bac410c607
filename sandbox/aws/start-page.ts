/** The instances' start URLs, and the page there: what AWS's own access portal would be. */

import { type InstanceName, instanceNames } from "@/sandbox/instances";
import type { Emulator } from "./emulator";
import { html, pageAnswer } from "./http/page";
import { instanceIn, playedInstances } from "./instance";
import type { Handler } from "./operation";

/** The address of an instance's own pages. */
export function portalOrigin(emulator: Emulator, name: InstanceName): string {
  return name === "main" ? emulator.origins.service : emulator.origins.partners;
}

export function startUrl(emulator: Emulator, name: InstanceName): string {
  return `${portalOrigin(emulator, name)}/start`;
}

/** People write the start URL with `/`, `#` or `#/` at its end; it stays the same. */
export function instanceOfStartUrl(url: string, emulator: Emulator): InstanceName | undefined {
  const bare = url.replace(/\/?(#\/?)?$/, "");
  return instanceNames.find((name) => startUrl(emulator, name) === bare);
}

export const startPage: Handler = (asked) => {
  const name = instanceIn(asked.region) ?? "main";
  const played = playedInstances.find((one) => one.name === name);
  return pageAnswer({
    title: "AWS access portal",
    body: html`<p>This would be AWS's own access portal, with its applications and accounts.</p>
<dl><dt>Instance</dt><dd>${played?.id ?? ""} (${name})</dd><dt>Region</dt><dd>${played?.region ?? ""}</dd></dl>
<p><a href="/device">Enter the code of a device</a></p>`,
  });
};
