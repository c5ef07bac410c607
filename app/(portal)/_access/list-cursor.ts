/** Which row of the list is the chosen one, and which comes next. Pure. */

import type { Grant } from "@/lib/core/grant";
import type { ListItem } from "./list-items";

/** A role may stand in the list twice: among the favourites, and in its account. */
export type Section = "favourites" | "accounts";

/** One role of one account, as a row of the list. `item`: the place of what it stands in. */
export type Row = { section: Section; key: string; role: string; item: number };

export type RowName = Pick<Row, "section" | "key" | "role">;

export function rowsOf(items: readonly ListItem[]): Row[] {
  return items.flatMap((item, place): Row[] => {
    if (item.kind === "heading") return [];
    if (item.kind === "account") {
      const { findable, roles } = item.found;
      return roles.map((role) => ({ section: "accounts", key: findable.entry.key, role, item: place }));
    }
    return item.favourites.flatMap(({ findable, roles }) =>
      roles.map((role): Row => ({ section: "favourites", key: findable.entry.key, role, item: place })),
    );
  });
}

export function isSameRow(one: RowName, other: RowName): boolean {
  return one.section === other.section && one.key === other.key && one.role === other.role;
}

/**
 * The chosen row where it is still there; the same role where it stands else, as one that is no favourite any more; or
 * the first: something is always ready for the Enter key.
 */
export function cursorIn(rows: readonly Row[], chosen: RowName | null): number {
  if (rows.length === 0) return -1;
  if (!chosen) return 0;
  const here = rows.findIndex((row) => isSameRow(row, chosen));
  if (here >= 0) return here;
  return Math.max(
    0,
    rows.findIndex(({ key, role }) => key === chosen.key && role === chosen.role),
  );
}

/** An element's id, so that the search box can point at the row. */
export function rowId({ section, key, role }: RowName): string {
  return `${section}:${key}/${role}`;
}

export function grantOf({ key, role }: Pick<RowName, "key" | "role">): Grant {
  const [instance = "", accountId = ""] = key.split("/");
  return { instance, accountId, role };
}
