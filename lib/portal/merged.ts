/** Several streams as one, each heard as it speaks. */

import "server-only";

type Heard<T> = { source: AsyncGenerator<T>; result: IteratorResult<T> };

function heard<T>(source: AsyncGenerator<T>): Promise<Heard<T>> {
  const next = source.next().then((result) => ({ source, result }));
  // It is heard of again, unless whoever listens has left in the meantime.
  next.catch(() => undefined);
  return next;
}

/** Ends when all have ended. One that throws ends the others. */
export async function* merged<T>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const speaking = new Map(sources.map((source) => [source, heard(source)]));
  try {
    while (speaking.size > 0) {
      const { source, result } = await Promise.race(speaking.values());
      if (result.done) {
        speaking.delete(source);
        continue;
      }
      speaking.set(source, heard(source));
      yield result.value;
    }
  } finally {
    await Promise.allSettled([...speaking.keys()].map((source) => source.return(undefined)));
  }
}
