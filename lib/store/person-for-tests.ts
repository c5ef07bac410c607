/** Somebody new, of whom nothing is known, with a session. Only tests use it. */

import "server-only";
import { randomUUID } from "node:crypto";
import { savePerson } from "./people";
import { createSession } from "./sessions";

export async function newPerson(): Promise<string> {
  const { id } = await savePerson({
    issuer: "https://id.example.com",
    subject: randomUUID(),
    name: null,
    email: null,
    emailVerified: false,
    userName: null,
    groups: null,
  });
  return id;
}

/** Answers the session's id, as it stands in the cookie. */
export async function newSession(personId: string): Promise<string> {
  const id = randomUUID();
  await createSession({ id, personId, expiresAt: new Date(Date.now() + 60_000) });
  return id;
}
