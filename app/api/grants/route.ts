import { z } from "zod";
import { keptGrants } from "@/lib/portal/kept-grants";
import { noSuchMethod, route } from "@/lib/web/route";

/** All roles of the person's lists, as they are kept. AWS is not asked. */
export const POST = route({ for: "person", input: z.strictObject({}) }, async ({ session }) =>
  Response.json({ accounts: await keptGrants(session.person.id) }),
);

export const GET = noSuchMethod;
