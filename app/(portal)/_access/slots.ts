/** Which piece of the page shows which block. Pieces are used again: filling one anew costs half of making one. Pure. */

export type Slots = ReadonlyMap<string, number>;

/** A block that stays keeps its slot, and with it the keyboard; a new one takes the lowest that is free. */
export function slotsFor(keys: readonly string[], before: Slots): Slots {
  const slots = new Map<string, number>();
  for (const key of keys) {
    const slot = before.get(key);
    if (slot !== undefined) slots.set(key, slot);
  }
  const taken = new Set(slots.values());
  let free = 0;
  for (const key of keys) {
    if (slots.has(key)) continue;
    while (taken.has(free)) free += 1;
    slots.set(key, free);
    taken.add(free);
  }
  return slots;
}
