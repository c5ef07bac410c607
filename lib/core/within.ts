/**
 * Work that ends when somebody else says so, or when its time is over. `AbortSignal.any` and `AbortSignal.timeout` together would say the same,
 * but several versions of Node collect the timeout as garbage while only the joined signal is listened to, and the work then never ends.
 */

/** `work` is given a signal that is aborted with `outer`, or after so many milliseconds with a TimeoutError. It decides what it does then. */
export async function within<T>(
  milliseconds: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const leave = () => ending.abort(outer.reason);
  const late = () => ending.abort(new DOMException(`not done in ${milliseconds} ms`, "TimeoutError"));
  const timer = setTimeout(late, milliseconds);
  outer.addEventListener("abort", leave, { once: true });
  if (outer.aborted) leave();
  try {
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", leave);
  }
}
