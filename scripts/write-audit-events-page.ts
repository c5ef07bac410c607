/** Writes the catalogue of audit events anew, after a change in lib/core/audit-events.ts or lib/core/audit-catalogue.ts. */

import { writeFileSync } from "node:fs";
import { auditEventsPage } from "@/scripts/audit-events-page";

writeFileSync("docs/operations/audit-events.md", auditEventsPage());
