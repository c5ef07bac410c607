import { z } from "zod";
import { noSuchMethod, route } from "@/lib/web/route";

/** What a machine's own access token is: whose, what for, until when. `grants` is null where it is for all. */
export const GET = route({ for: "machine", input: z.strictObject({}) }, async ({ machine }) => {
  const { person, token } = machine;
  const { id, name, grants, expiresAt } = token;
  const whose = { name: person.name, email: person.email };
  return Response.json({ id, name, person: whose, grants, expiresAt: expiresAt.toISOString() });
});

export const POST = noSuchMethod;
