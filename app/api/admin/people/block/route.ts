import { z } from "zod";
import { BlockReason } from "@/lib/core/block-reason";
import { blockPerson } from "@/lib/portal/block-person";
import { logFailure } from "@/lib/web/log";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = z.strictObject({ personId: z.uuid(), reason: BlockReason });

/** Shuts a person out, at once and everywhere. */
export const POST = route({ for: "administrator", input: Input }, async ({ session, input, facts }) => {
  const noticed = (failure: unknown) => logFailure(failure, { reference: facts.correlationId });
  return Response.json(await blockPerson(session.person, facts, input, noticed));
});

export const GET = noSuchMethod;
