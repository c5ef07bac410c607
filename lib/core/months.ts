/** Months of the calendar in UTC, by which the record is kept in parts. */

/** `2026-01`. */
export type Month = `${number}-${number}`;

const written = /^(\d{4})-(0[1-9]|1[0-2])$/;

export function isMonth(value: string): value is Month {
  return written.test(value);
}

/** The first moment of the month in which `time` lies, or of one so many months later. */
export function monthStart(time: Date, later = 0): Date {
  return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + later, 1));
}

/** The first moment of a month as it is written. */
export function startOf(month: Month): Date {
  return new Date(`${month}-01T00:00:00.000Z`);
}

/** How the month in which `time` lies is written. */
export function monthOf(time: Date): Month {
  return time.toISOString().slice(0, 7) as Month;
}
