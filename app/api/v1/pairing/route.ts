import { z } from "zod";
import { Hints } from "@/lib/core/pairing-hints";
import { askToPair } from "@/lib/portal/begin-pairing";
import { oauthProblem } from "@/lib/web/oauth-problem";
import { noSuchMethod, route } from "@/lib/web/route";

/** RFC 8628, 3.1: unknown parameters are left aside, and so is a client's id, as anybody may write any. */
const Input = z.object({ machine: z.string().max(512).default(""), scope: Hints.default([]) });

/** A machine asks to be paired. */
export const POST = route(
  { for: "program", input: Input, body: "form", problem: oauthProblem },
  async ({ input: { machine, scope }, facts }) =>
    Response.json(await askToPair({ machine, hints: scope }, facts)),
);

export const GET = noSuchMethod;
