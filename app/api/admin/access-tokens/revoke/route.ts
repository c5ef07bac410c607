import { z } from "zod";
import { revokeAnybodys } from "@/lib/portal/access-tokens";
import { logFailure } from "@/lib/web/log";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = z.strictObject({ personId: z.uuid(), id: z.uuid().optional() });

/** Ends one access token of anybody, or all that a person has. */
export const POST = route({ for: "administrator", input: Input }, async ({ session, input, facts }) => {
  const noticed = (failure: unknown) => logFailure(failure, { reference: facts.correlationId });
  return Response.json({ ended: await revokeAnybodys(session.person, facts, input, noticed) });
});

export const GET = noSuchMethod;
