import { z } from "zod";
import { previewAccountRules } from "@/lib/portal/account-rules";
import { noSuchMethod, route } from "@/lib/web/route";

/** Rules that are still being written need not be whole. */
const Input = z.strictObject({ rules: z.array(z.unknown()).max(200) });

/** What rules would make of the accounts that we know. Saves nothing. */
export const POST = route(
  { for: "administrator", input: Input, mostBytes: 512 * 1024 },
  async ({ input: { rules }, request }) => Response.json(await previewAccountRules(rules, request.signal)),
);

export const GET = noSuchMethod;
