/** Looks for thousands of byte strings at once: Wu and Manber, "A fast algorithm for multi-pattern searching", 1994. */

const block = 3;
const buckets = 1 << 20;

function hashOf(bytes: Buffer, end: number): number {
  const [one = 0, two = 0, three = 0] = [bytes[end - 3], bytes[end - 2], bytes[end - 1]];
  return ((one << 12) ^ (two << 6) ^ three) & (buckets - 1);
}

export type Searched<Needle> = { needle: Needle; at: number };

export type Search<Needle> = {
  /** Throws a RangeError where it is shorter than the search allows. */
  add(needle: Needle): void;
  /** The first `most` places at which a needle begins. */
  find(bytes: Buffer, most: number): Searched<Needle>[];
};

/** `shortest`: bytes of the shortest needle there may be, three at least. The longer, the faster. */
export function searchBytes<Needle extends { bytes: Buffer }>(shortest: number): Search<Needle> {
  // How far the search may go on when a block ends where it stands: so far that a needle which holds the block cannot be missed.
  const shifts = new Uint8Array(buckets).fill(shortest - block + 1);
  const endingIn = new Map<number, Needle[]>();

  function beginningsAt(bytes: Buffer, end: number): Searched<Needle>[] {
    const at = end - shortest;
    return (endingIn.get(hashOf(bytes, end)) ?? [])
      .filter(({ bytes: { length }, bytes: needle }) => needle.equals(bytes.subarray(at, at + length)))
      .map((needle) => ({ needle, at }));
  }

  return {
    add(needle) {
      if (needle.bytes.length < shortest) throw new RangeError("The needle is too short.");
      for (let end = block; end <= shortest; end += 1) {
        const hash = hashOf(needle.bytes, end);
        shifts[hash] = Math.min(shifts[hash] ?? 0, shortest - end);
      }
      const hash = hashOf(needle.bytes, shortest);
      endingIn.set(hash, [...(endingIn.get(hash) ?? []), needle]);
    },
    find(bytes, most) {
      const found: Searched<Needle>[] = [];
      let end = shortest;
      while (end <= bytes.length && found.length < most) {
        const shift = shifts[hashOf(bytes, end)] ?? 0;
        if (shift === 0) found.push(...beginningsAt(bytes, end));
        end += shift || 1;
      }
      return found;
    },
  };
}
