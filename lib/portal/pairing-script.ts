/** The script that pairs a machine: one text for everybody, but for the portal's own address, so that its digest can stand on a page. */

import "server-only";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "@/lib/core/once";
import { env } from "@/lib/env";

/** As it stands in the source; the build lays it beside the server. */
function source(): string {
  return once("pairing-script", () => {
    const file = join(/* turbopackIgnore: true */ process.cwd(), "lib", "portal", "pair.sh");
    if (!existsSync(file)) throw new Error(`The pairing script is not at ${file}.`);
    return readFileSync(file, "utf8");
  });
}

/** Within single quotes nothing means anything but their end. An origin has none; that is checked elsewhere, and not relied on. */
function insideQuotes(text: string): string {
  return text.replaceAll("'", "'\\''").replaceAll("\n", "");
}

export function pairingScript(): { text: string; sha256: string } {
  const text = source().replaceAll("@PORTAL_URL@", () => insideQuotes(env().PORTAL_URL));
  return { text, sha256: createHash("sha256").update(text).digest("hex") };
}
