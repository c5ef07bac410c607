/** A stream of values as lines of JSON, sent one by one. */

import "server-only";

/** Ends the source when the reader goes away, so that nobody asks AWS for a closed tab. */
export function jsonLines(
  source: (signal: AbortSignal) => AsyncGenerator<unknown>,
  gone: AbortSignal,
): Response {
  const leaving = new AbortController();
  const values = source(AbortSignal.any([leaving.signal, gone]));
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await values.next();
        if (done) return controller.close();
        controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      } catch (failure) {
        if (leaving.signal.aborted || gone.aborted) return controller.close();
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
