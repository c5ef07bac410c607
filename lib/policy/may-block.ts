/** Whom an administrator may block. Everybody but themselves: nobody would be left to lift it. */

export function mayBlock(administrator: { id: string }, person: { id: string }): boolean {
  return administrator.id !== person.id;
}
