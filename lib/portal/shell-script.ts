/** Programs for machines that have nothing of ours: one text for everybody, but for the portal's own address. */

import "server-only";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "@/lib/core/once";
import { env } from "@/lib/env";

export type ShellScript = "pair.sh" | "profiles.sh";

/** As it stands in the source; the build lays it beside the server. */
function source(name: ShellScript): string {
  return once(`script ${name}`, () => {
    const file = join(/* turbopackIgnore: true */ process.cwd(), "lib", "portal", name);
    if (!existsSync(file)) throw new Error(`The script is not at ${file}.`);
    return readFileSync(file, "utf8");
  });
}

/** Within single quotes nothing means anything but their end. An origin has none; that is checked elsewhere, and not relied on. */
function insideQuotes(text: string): string {
  return text.replaceAll("'", "'\\''").replaceAll("\n", "");
}

export function shellScript(name: ShellScript): string {
  return source(name).replaceAll("@PORTAL_URL@", () => insideQuotes(env().PORTAL_URL));
}
