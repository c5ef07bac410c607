/** Days of a time zone as moments. A day may have 23 or 25 hours; where the clock skips midnight, it begins when it goes on. */

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export type ZonedClock = {
  zone: string;
  /** How far the zone's clock is before UTC at that moment. Milliseconds. */
  offsetMs(at: number): number;
};

/** Null where there is no such zone. */
export function zonedClock(zone: string): ZonedClock | null {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(zone)) return null;
  try {
    const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
    return { zone, offsetMs: (at) => offsetIn(format.format(at)) };
  } catch {
    return null;
  }
}

/** `11/30/2026, GMT+05:45` and `GMT` alone. */
function offsetIn(text: string): number {
  const [, sign, hours = "0", minutes = "0", seconds = "0"] =
    /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(text) ?? [];
  const ahead = Number(hours) * hourMs + Number(minutes) * 60_000 + Number(seconds) * 1000;
  return sign === "-" ? -ahead : ahead;
}

/** `2026-11-30`, as numbers do not carry past the month. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The day that it is there at that moment. */
export function dayAt(at: number, clock: ZonedClock): string {
  return new Date(at + clock.offsetMs(at)).toISOString().slice(0, 10);
}

/** `count` days after that day, or before it where negative. */
export function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** How many days from the one to the other; 0 for the same. */
export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** When the day begins there. Milliseconds since 1970. */
export function startOfDay(day: string, clock: ZonedClock): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const guess = utc - clock.offsetMs(utc);
  return utc - clock.offsetMs(guess);
}
