import { z } from "zod";
import { revokeOwn } from "@/lib/portal/access-tokens";
import { logFailure } from "@/lib/web/log";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = z.union([z.strictObject({ id: z.uuid() }), z.strictObject({ all: z.literal(true) })]);

/** Ends one of the person's access tokens, or all of them, at once and everywhere. */
export const POST = route({ for: "person", input: Input }, async ({ session, input, facts }) => {
  const noticed = (failure: unknown) => logFailure(failure, { reference: facts.correlationId });
  const id = "id" in input ? input.id : null;
  return Response.json({ ended: await revokeOwn(session.person, facts, id, noticed) });
});

export const GET = noSuchMethod;
