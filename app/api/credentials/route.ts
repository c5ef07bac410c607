import { z } from "zod";
import { Grant } from "@/lib/core/grant";
import { awsPortalFor } from "@/lib/portal/aws-portal";
import { issueCredentials } from "@/lib/portal/issue-credentials";
import { linksFor } from "@/lib/web/problem-response";
import { noSuchMethod, route } from "@/lib/web/route";

const Input = Grant.extend({
  format: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/)
    .optional(),
  confirmation: z.string().max(200).optional(),
});

/** Keys for one role, for the person at the page. */
export const POST = route(
  { for: "person", input: Input, links: (grant) => linksFor(awsPortalFor(grant)) },
  async ({ session, input: { format, confirmation, ...grant }, facts }) =>
    Response.json(await issueCredentials(session.person, facts, { grant, format, confirmation })),
);

export const GET = noSuchMethod;
