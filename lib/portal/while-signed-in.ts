/** Streams end with the session that they were opened in: a person who is signed out hears no more, on whichever replica. */

import "server-only";
import { sessionOf } from "@/lib/store/sessions";

const lookMs = 1000;

/** Not whether it is in use: reading on is no use of it. */
async function isOver(sessionId: string): Promise<boolean> {
  const session = await sessionOf(sessionId);
  return session === null || session.expiresAt <= new Date();
}

/** `lines` is given a signal that is aborted as soon as `signal` is, or as the session is over. */
export async function* whileSignedIn<T>(
  sessionId: string,
  signal: AbortSignal,
  lines: (signal: AbortSignal) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const over = new AbortController();
  const look = () =>
    isOver(sessionId).then(
      (isSo) => isSo && over.abort(),
      // Where the store does not answer, nothing of a list is told either.
      () => undefined,
    );
  const timer = setInterval(look, lookMs);
  try {
    yield* lines(AbortSignal.any([signal, over.signal]));
  } finally {
    clearInterval(timer);
  }
}
