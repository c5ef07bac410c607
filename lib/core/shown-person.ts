/** A person as administrators see them. Times are ISO 8601 in UTC. */

export type ListedPerson = {
  id: string;
  name: string | null;
  email: string | null;
  userName: string | null;
  subject: string;
  /** How many; null where the provider sent none. */
  groups: number | null;
  /** The last use of a session or an access token, or the last time the provider spoke of them. */
  seenAt: string;
  sessions: number;
  tokens: number;
  blockedAt: string | null;
};

/** What a person is called: the first that is known. */
export function calledPerson({
  name,
  email,
  userName,
  subject,
}: Pick<ListedPerson, "name" | "email" | "userName" | "subject">): string {
  return name ?? email ?? userName ?? subject;
}
