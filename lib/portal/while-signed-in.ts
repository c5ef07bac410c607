/** Streams end with the session that they were opened in: a person who is signed out hears no more, on whichever replica. */

import "server-only";
import { once } from "@/lib/core/once";
import { livingSessions } from "@/lib/store/sessions";

const lookMs = 1000;

type Stream = { sessionId: string; over: AbortController };

type Open = { streams: Set<Stream>; clock: NodeJS.Timeout | null };

/** The streams of this process. One look a second is for all of them, however many read. */
function open(): Open {
  return once("signed-in-streams", () => ({ streams: new Set<Stream>(), clock: null }));
}

/** Not whether sessions are in use: reading on is no use of them. Throws `store-unavailable`. */
async function endThoseOfEnded(): Promise<void> {
  const streams = [...open().streams];
  const living = await livingSessions([...new Set(streams.map(({ sessionId }) => sessionId))], new Date());
  for (const { sessionId, over } of streams) if (!living.has(sessionId)) over.abort();
}

function begin(stream: Stream): void {
  const now = open();
  now.streams.add(stream);
  // Where the store does not answer, nothing of a list is told either.
  now.clock ??= setInterval(() => void endThoseOfEnded().catch(() => undefined), lookMs);
}

function end(stream: Stream): void {
  const now = open();
  now.streams.delete(stream);
  if (now.streams.size > 0 || now.clock === null) return;
  clearInterval(now.clock);
  now.clock = null;
}

/** `lines` is given a signal that is aborted as soon as `signal` is, or as the session is over. */
export async function* whileSignedIn<T>(
  sessionId: string,
  signal: AbortSignal,
  lines: (signal: AbortSignal) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const over = new AbortController();
  const stream = { sessionId, over };
  const leave = () => over.abort(signal.reason);
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  begin(stream);
  try {
    yield* lines(over.signal);
  } finally {
    end(stream);
    signal.removeEventListener("abort", leave);
  }
}
