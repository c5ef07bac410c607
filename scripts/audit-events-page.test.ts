/** The catalogue that people read is what the code says now. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { auditKinds } from "@/lib/core/audit-events";
import { auditEventsPage } from "@/scripts/audit-events-page";

/** Anew: `npm run audit:events`. */
test("the catalogue of audit events is up to date", () => {
  expect(readFileSync("docs/operations/audit-events.md", "utf8")).toBe(auditEventsPage());
});

test("every kind has its section, and the table above leads to it", () => {
  const page = auditEventsPage();
  for (const kind of Object.keys(auditKinds)) {
    expect(page).toContain(`\n## \`${kind}\`\n`);
    expect(page).toContain(`(#${kind.replaceAll(".", "")})`);
  }
});
