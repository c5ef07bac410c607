import { z } from "zod";
import { revokeTokens } from "@/lib/portal/end-machine-access";
import { noSuchMethod, route } from "@/lib/web/route";

/** A machine gives its own token back. */
export const POST = route({ for: "machine", input: z.strictObject({}) }, async ({ machine, facts }) => {
  await revokeTokens(machine.person, facts, { why: "machine", id: machine.token.id });
  return new Response(null, { status: 204 });
});

export const GET = noSuchMethod;
