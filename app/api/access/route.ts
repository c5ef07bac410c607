import { z } from "zod";
import { listAccess } from "@/lib/portal/list-access";
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
export const GET = route({ for: "person", input: Input }, async ({ session, input, facts, request }) =>
  jsonLines((signal) => listAccess(session.person, facts, input, signal), request.signal),
);
