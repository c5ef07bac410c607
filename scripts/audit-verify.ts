/** `npm run audit:verify`: whether the audit record is what was written. `--help` says how. */

import { verifyCommand } from "@/lib/portal/verify-command";

const { argv, env, stderr, stdout } = process;
const { DATABASE_URL, DATA_DIR } = env;
let shown = Date.now();

function showProgress(events: number): void {
  if (Date.now() - shown < 5_000) return;
  shown = Date.now();
  stderr.write(`${events.toLocaleString("en-US")} so far\n`);
}

const { code, lines } = await verifyCommand(argv.slice(2), { DATABASE_URL, DATA_DIR }, showProgress);
stdout.write(`${lines.join("\n")}\n`);
process.exitCode = code;
