import { z } from "zod";
import { listAccess } from "@/lib/portal/list-access";
import { jsonLines } from "@/lib/web/json-lines";
import { route } from "@/lib/web/route";

/** What I may use, as lines of JSON while AWS answers. */
export const GET = route({ for: "person", input: z.strictObject({}) }, async ({ session, facts, request }) =>
  jsonLines((signal) => listAccess(session.person, facts, signal), request.signal),
);
