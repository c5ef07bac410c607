/** Spans of time in words. Pure: who calls brings the clock. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const two = (value: number) => String(value).padStart(2, "0");

/** What is left of something short-lived: `59:41`, `3:59:12`, or `ended`. Never shows more than there is. */
export function countdown(leftMs: number): string {
  if (leftMs <= 0) return "ended";
  const seconds = Math.floor(leftMs / second);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** What is left of something long: `7 h 12 m`, `12 m`, `under a minute`, or `ended`. */
export function remaining(leftMs: number): string {
  if (leftMs <= 0) return "ended";
  if (leftMs < minute) return "under a minute";
  const minutes = Math.floor(leftMs / minute);
  return minutes < 60 ? `${minutes} m` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

/** How long ago something was: `just now`, `2 min ago`, `3 h ago`. */
export function ago(passedMs: number): string {
  if (passedMs < minute) return "just now";
  if (passedMs < hour) return `${Math.floor(passedMs / minute)} min ago`;
  return `${Math.floor(passedMs / hour)} h ago`;
}

/** How long something lasts, rounded to what people say: `1 h`, `12 h`, `45 min`, `1 h 30 min`. */
export function duration(lengthMs: number): string {
  const minutes = Math.round(lengthMs / minute);
  if (minutes < 60) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
