/** A stream of values as lines of JSON, sent one by one. */

import "server-only";
import { isStopping } from "@/lib/web/stop";

/** How often a stream looks whether this process stops. Milliseconds. */
const lookMs = 250;

/**
 * Ends the source when the reader goes away, so that nobody asks AWS for a closed tab; and when this process stops: a stream is longer
 * than any stop may wait, and its reader goes on elsewhere.
 */
export function jsonLines(
  source: (signal: AbortSignal) => AsyncGenerator<unknown>,
  gone: AbortSignal,
): Response {
  const leaving = new AbortController();
  const values = source(leaving.signal);
  const timer = setInterval(() => isStopping() && leaving.abort(), lookMs);
  leaving.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  gone.addEventListener("abort", () => leaving.abort(), { once: true });
  if (gone.aborted) leaving.abort();
  const encoder = new TextEncoder();
  const end = (controller: ReadableStreamDefaultController) => {
    clearInterval(timer);
    controller.close();
  };
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await values.next();
        if (done) return end(controller);
        controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      } catch (failure) {
        if (leaving.signal.aborted) return end(controller);
        clearInterval(timer);
        controller.error(failure);
      }
    },
    async cancel() {
      leaving.abort();
      await values.return(undefined);
    },
  });
  return new Response(body, {
    headers: { "content-type": "application/x-ndjson", "x-accel-buffering": "no" },
  });
}
