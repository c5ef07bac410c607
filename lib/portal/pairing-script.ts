/** The script that pairs a machine, with its digest, which can stand on a page. */

import "server-only";
import { createHash } from "node:crypto";
import { shellScript } from "@/lib/portal/shell-script";

export function pairingScript(): { text: string; sha256: string } {
  const text = shellScript("pair.sh");
  return { text, sha256: createHash("sha256").update(text).digest("hex") };
}
