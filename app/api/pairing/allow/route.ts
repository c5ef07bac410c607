import { z } from "zod";
import { AccessTokenWanted } from "@/lib/core/access-token";
import { approveMachine } from "@/lib/portal/decide-pairing";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = z.strictObject({ id: z.uuid(), wanted: AccessTokenWanted });

/** The machine may come for a token with these grants. */
export const POST = route(
  { for: "person", input: Input, mostBytes: 64 * 1024 },
  async ({ session, input, facts }) => {
    await approveMachine(session, input, facts);
    return Response.json({});
  },
);

export const GET = noSuchMethod;
