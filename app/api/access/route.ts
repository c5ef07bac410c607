import { z } from "zod";
import { listAccess } from "@/lib/portal/list-access";
import { whileSignedIn } from "@/lib/portal/while-signed-in";
import { jsonLines } from "@/lib/web/json-lines";
import { route } from "@/lib/web/route";

/** `since`: what the page has is as of then. */
const Input = z.strictObject({
  since: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .optional(),
});

/** What I may use, as lines of JSON: what is kept, then what AWS answers, while somebody reads. */
export const GET = route({ for: "person", input: Input }, async ({ session, input, facts, request }) => {
  const lines = (signal: AbortSignal) => listAccess(session.person, facts, input, signal);
  return jsonLines((signal) => whileSignedIn(session.id, signal, lines), request.signal);
});
