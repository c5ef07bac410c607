import { z } from "zod";
import { AccountRules } from "@/lib/core/account-rules";
import { changeAccountRules } from "@/lib/portal/account-rules";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = z.strictObject({ version: z.number().int().min(0), rules: AccountRules });

/** Saves the rules on how accounts look, for everybody. `version` is the one that they were made from. */
export const POST = route(
  { for: "administrator", input: Input, mostBytes: 512 * 1024 },
  async ({ session, input, facts }) =>
    Response.json({ version: await changeAccountRules(session.person, facts, input) }),
);

export const GET = noSuchMethod;
