/** Process-wide state. The only place that keeps any: Next gives a route, a page and instrumentation each their own copy of a module. */

const key = Symbol.for("sallyport.once");

type Kept = Map<string, unknown>;

function kept(): Kept {
  const holder = globalThis as { [key]?: Kept };
  holder[key] ??= new Map();
  return holder[key];
}

/**
 * Makes a thing once per process and hands out that same thing ever after, whichever copy of a module asks.
 * If `make` throws, or the promise that it made rejects, nothing is kept, so that the next call tries again.
 */
export function once<T>(name: string, make: () => T): T {
  const all = kept();
  // The name is the type's only witness: each name is used by one file, which a test checks.
  if (all.has(name)) return all.get(name) as T;

  const made = make();
  all.set(name, made);
  if (made instanceof Promise) made.catch(() => all.get(name) === made && all.delete(name));
  return made;
}

/** Forgets a thing, so that the next `once` makes it anew. For an orderly stop, and for tests that start twice. */
export function forget(name: string): void {
  kept().delete(name);
}
