import { z } from "zod";
import { acknowledge } from "@/lib/portal/access-tokens";
import { noSuchMethod, route } from "@/lib/web/route";

/** The person says that they know this token: they are told of it no more. */
export const POST = route(
  { for: "person", input: z.strictObject({ id: z.uuid() }) },
  async ({ session, input }) => {
    await acknowledge(session.person, input.id);
    return Response.json({});
  },
);

export const GET = noSuchMethod;
