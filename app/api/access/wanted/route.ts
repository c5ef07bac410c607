import { z } from "zod";
import { AccountId, InstanceId } from "@/lib/core/grant";
import { wantAccounts } from "@/lib/portal/want-accounts";
import { noSuchMethod, route } from "@/lib/web/route";

/** No accounts and `again`: everything once more. */
const Input = z.strictObject({
  instance: InstanceId,
  accountIds: z.array(AccountId).max(200),
  again: z.boolean(),
});

/** These accounts are on my screen, or I want them read again. Tells how long until everything may be read again; 0: it will be now. */
export const POST = route({ for: "person", input: Input }, async ({ session, input }) => {
  return Response.json({ waitMs: await wantAccounts(session.person, input) });
});

export const GET = noSuchMethod;
