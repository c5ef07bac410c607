import { z } from "zod";
import { denyMachine } from "@/lib/portal/decide-pairing";
import { noSuchMethod, route } from "@/lib/web/route";

/** The machine gets nothing. */
export const POST = route(
  { for: "person", input: z.strictObject({ id: z.uuid() }) },
  async ({ session, input, facts }) => {
    await denyMachine(session, input.id, facts);
    return Response.json({});
  },
);

export const GET = noSuchMethod;
