/** Looks for secrets in the record as auditors take it away, in each of its formats. */

import type { Sandbox } from "@/sandbox/start-sandbox";
import { httpSignIn } from "./http-person";
import type { PortalProcess } from "./portal-process";
import { couldNotLook } from "./secrets";

export const exportPaths = ["/api/audit/csv", "/api/audit/jsonl", "/api/audit/ocsf"];

/** After a story, whatever it left: faults are taken back, and a portal that it has ended exports nothing. */
export async function lookAtExports(portal: PortalProcess, sandbox: Sandbox): Promise<void> {
  if (portal.process.exitCode !== null) return;
  try {
    await fetch(new URL("reset", sandbox.controlUrl), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    const auditor = await httpSignIn(portal.url, "auditor");
    for (const path of exportPaths) {
      const answer = await auditor.get(path);
      if (answer.status !== 200) couldNotLook("export", path, `It answered ${answer.status}.`);
      // To its end: what looks at it has read it then, too.
      await answer.text();
    }
  } catch (fault) {
    couldNotLook("export", "every format", fault);
  }
}
