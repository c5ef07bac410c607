/** What the other process does: takes the whole record out, in the format of its first argument, and says how much memory that took. */

import "server-only";
import type { ExportFormat } from "@/lib/core/audit-export";
import { exportAudit } from "@/lib/portal/export-audit";
import { newFacts } from "@/lib/portal/portal-for-tests";
import { closeStore, openStore } from "@/lib/store/open-store";
import { savePerson } from "@/lib/store/people";

/** From here on what the process needs anyway is there: pieces. */
const warm = 20;

async function work(format: ExportFormat): Promise<void> {
  await openStore();
  const person = await savePerson({
    issuer: "https://id.example.com",
    subject: "00u1",
    name: "Ada",
    email: "ada@example.com",
    emailVerified: true,
    userName: "ada",
    groups: null,
  });
  const stream = await exportAudit(person, newFacts(), { format, filter: {}, after: 0 });
  let [pieces, bytes, first, most] = [0, 0, 0, 0];
  for await (const piece of stream) {
    pieces += 1;
    bytes += piece.byteLength;
    const { rss } = process.memoryUsage();
    if (pieces <= warm) first = rss;
    most = Math.max(most, rss);
  }
  process.stdout.write(`${format} ${bytes} ${most - first}\n`);
  await closeStore();
}

await work(process.argv[2] as ExportFormat);
