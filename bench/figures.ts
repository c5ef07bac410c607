/** Figures for people and for programs. */

/** The value below which that share of them lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function rounded(value: number | null, digits = 0): number | null {
  return value === null || Number.isNaN(value) ? null : Number(value.toFixed(digits));
}

/** Columns as wide as their widest cell, numbers to the right. */
export function table(rows: readonly Record<string, string | number | null>[]): string {
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => names.map((name) => String(row[name] ?? "-")));
  const widths = names.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join("  ");
  return [line(names), ...cells.map(line)].join("\n");
}

/** `--accounts=1000`, else the value given. Ends the program with a sentence where it is no number. */
export function numberFlag(name: string, otherwise: number): number {
  const found = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  if (!found) return otherwise;
  const value = Number(found.slice(name.length + 3));
  if (Number.isInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number, such as --${name}=${otherwise}.`);
  process.exit(2);
}

export function isFlagged(name: string): boolean {
  return process.argv.includes(`--${name}`);
}
