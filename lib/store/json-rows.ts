/** Many rows as one value of a statement, which takes them apart with jsonb_to_recordset. */

import "server-only";
import { storable } from "./storable";

function storableValue(_key: string, value: unknown): unknown {
  if (typeof value === "string") return storable(value);
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [storable(name), held]));
}

/** JSON in which every text and every name is one that PostgreSQL takes. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, storableValue);
}

/** The last of those that say the same key: a statement may not meet one row twice. */
export function lastOfEach<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [storable(keyOf(row)), row])).values()];
}

/** Each once, in one order everywhere. */
export function textSet(texts: readonly string[]): string[] {
  return [...new Set(texts.map(storable))].sort();
}
