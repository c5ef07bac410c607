/** Which row of the list is the chosen one, and which comes next. Pure. */

import type { Grant } from "@/lib/core/grant";
import type { Found } from "./search-access";

/** One role of one account, as a row of the list. */
export type Row = { key: string; block: number; role: string };

export type RowName = Pick<Row, "key" | "role">;

export function rowsOf(found: readonly Found[]): Row[] {
  return found.flatMap(({ findable, roles }, block) =>
    roles.map((role) => ({ key: findable.entry.key, block, role })),
  );
}

/** The chosen row where it is still there, else the first: something is always ready for the Enter key. */
export function cursorIn(rows: readonly Row[], chosen: RowName | null): number {
  if (rows.length === 0) return -1;
  return Math.max(
    0,
    chosen ? rows.findIndex(({ key, role }) => key === chosen.key && role === chosen.role) : 0,
  );
}

/** An element's id, so that the search box can point at the row. */
export function rowId({ key, role }: RowName): string {
  return `role:${key}/${role}`;
}

export function grantOf(row: RowName): Grant {
  const [instance = "", accountId = ""] = row.key.split("/");
  return { instance, accountId, role: row.role };
}
