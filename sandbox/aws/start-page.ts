/** The instance's start URL, and the page there: what AWS's own access portal would be. */

import type { Emulator } from "./emulator";
import { html, pageAnswer } from "./http/page";
import { homeRegion, instanceId } from "./instance";
import type { Handler } from "./operation";

export function startUrl(emulator: Emulator): string {
  return `${emulator.origins.service}/start`;
}

/** People write the start URL with `/`, `#` or `#/` at its end; it stays the same. */
export function isStartUrl(url: string, emulator: Emulator): boolean {
  return url.replace(/\/?(#\/?)?$/, "") === startUrl(emulator);
}

export const startPage: Handler = () =>
  pageAnswer({
    title: "AWS access portal",
    body: html`<p>This would be AWS's own access portal, with its applications and accounts.</p>
<dl><dt>Instance</dt><dd>${instanceId}</dd><dt>Region</dt><dd>${homeRegion}</dd></dl>
<p><a href="/device">Enter the code of a device</a></p>`,
  });
