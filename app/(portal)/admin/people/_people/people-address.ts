/** A view of the people's list as an address. Pure. */

export type PeopleView = { text: string | null; blockedOnly: boolean; after?: string | null };

export function peopleHref({ text, blockedOnly, after = null }: PeopleView): string {
  const query = new URLSearchParams();
  if (text) query.set("person", text);
  if (blockedOnly) query.set("blocked", "yes");
  if (after) query.set("after", after);
  return query.size === 0 ? "/admin/people" : `/admin/people?${query}`;
}

export function personHref({ id }: { id: string }): string {
  return `/admin/people/${id}`;
}
