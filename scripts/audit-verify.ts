/** `npm run audit:verify`: whether the audit record is what was written. `--help` says how. */

import { verifyCommand } from "@/lib/portal/verify-command";

const { DATABASE_URL, DATA_DIR } = process.env;
let shown = Date.now();

const { code, lines } = await verifyCommand(process.argv.slice(2), { DATABASE_URL, DATA_DIR }, (events) => {
  if (Date.now() - shown < 5_000) return;
  shown = Date.now();
  process.stderr.write(`${events.toLocaleString("en-US")} so far\n`);
});
process.stdout.write(`${lines.join("\n")}\n`);
process.exitCode = code;
