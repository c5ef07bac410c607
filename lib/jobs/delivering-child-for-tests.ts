/** Another process that hands the record on, to be killed: what its settings say, until its input ends. */

import "server-only";
import { deliveryWatches } from "@/lib/jobs/deliver-record";
import { stopJobs } from "@/lib/jobs/run-jobs";
import { startWatches } from "@/lib/jobs/run-watches";
import { closeStore, openStore } from "@/lib/store/open-store";

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const isAskedToEnd = new Promise<void>((resolve) => {
  process.stdin.on("end", resolve).resume();
});

try {
  await openStore();
  startWatches(deliveryWatches(), (_, failure) => say(`failure ${failure}`));
  say("open");
  await isAskedToEnd;
  await stopJobs();
  await closeStore();
  say("closed");
} catch (failure) {
  say(`refused ${failure}`);
}
process.exit();
