import { z } from "zod";
import { consoleRegions } from "@/lib/core/console-regions";
import { consoleServiceIds } from "@/lib/core/console-services";
import { Grant } from "@/lib/core/grant";
import { spendFormToken } from "@/lib/portal/form-token";
import { openConsole } from "@/lib/portal/open-console";
import { problemPage } from "@/lib/web/problem-page";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = Grant.extend({
  destination: z.string().max(4096).optional(),
  service: z.enum(consoleServiceIds).optional(),
  region: z.enum(consoleRegions).optional(),
  confirmation: z.string().max(200).optional(),
  token: z.string().max(256),
});

/** Opens the AWS console in the tab that sent the form. */
export const POST = route(
  { for: "person", input: Input, body: "form", problem: problemPage },
  async ({ session, input: { token, destination, service, region, confirmation, ...grant }, facts }) => {
    await spendFormToken(session.id, token);
    const url = await openConsole(session.person, facts, {
      grant,
      destination,
      service,
      region,
      confirmation,
    });
    return new Response(null, { status: 303, headers: { location: url.href } });
  },
);

export const GET = noSuchMethod;
