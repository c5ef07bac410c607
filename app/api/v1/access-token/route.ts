import { z } from "zod";
import type { OwnAccessToken } from "@/lib/core/api-answers";
import { noSuchMethod, route } from "@/lib/web/route";

/** What a machine's own access token is: whose, what for, until when. `grants` is null where it is for all. */
export const GET = route({ for: "machine", input: z.strictObject({}) }, async ({ machine }) => {
  const { person, token } = machine;
  const { id, name, grants, expiresAt } = token;
  const whose = { name: person.name, email: person.email };
  const own: OwnAccessToken = {
    id,
    name,
    person: whose,
    grants: grants && [...grants],
    expiresAt: expiresAt.toISOString(),
  };
  return Response.json(own);
});

export const POST = noSuchMethod;
