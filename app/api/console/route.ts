import { z } from "zod";
import { Grant } from "@/lib/core/grant";
import { spendFormToken } from "@/lib/portal/form-token";
import { openConsole } from "@/lib/portal/open-console";
import { problemPage } from "@/lib/web/problem-page";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = Grant.extend({ destination: z.string().max(2048).optional(), token: z.string().max(256) });

/** Opens the AWS console in the tab that sent the form. */
export const POST = route(
  { for: "person", input: Input, body: "form", problem: problemPage },
  async ({ session, input: { token, destination, ...grant }, facts }) => {
    await spendFormToken(session.id, token);
    const url = await openConsole(session.person, facts, { grant, ...(destination ? { destination } : {}) });
    return new Response(null, { status: 303, headers: { location: url.href } });
  },
);

export const GET = noSuchMethod;
