import { z } from "zod";
import { enterUserCode } from "@/lib/portal/decide-pairing";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = z.strictObject({ code: z.string().max(64) });

/** The code that a machine shows, typed by the person: from here on the machine is theirs to decide on. */
export const POST = route({ for: "person", input: Input }, async ({ session, input, facts }) =>
  Response.json(await enterUserCode(session, input.code, facts)),
);

export const GET = noSuchMethod;
