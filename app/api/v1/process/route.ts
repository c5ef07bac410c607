import { z } from "zod";
import { processAnswer } from "@/lib/credentials/machine-answers";
import { machineCredentials } from "@/lib/portal/machine-credentials";
import { grantInPath } from "@/lib/web/grant-path";
import { noSuchMethod, route } from "@/lib/web/route";

/** `/api/v1/process/<instance>/<account id>/<role>`, for the curl of a profile's `credential_process`. */
export const GET = route({ for: "machine", input: z.unknown() }, async ({ machine, facts, request }) => {
  const wanted = { grant: grantInPath(facts.path), authorization: request.headers.get("authorization") };
  const issued = await machineCredentials(machine, facts, { ...wanted, format: "credential-process" });
  return Response.json(processAnswer(issued.credentials, issued.accountId));
});

export const HEAD = noSuchMethod;
export const OPTIONS = noSuchMethod;
export const POST = noSuchMethod;
export const PUT = noSuchMethod;
export const PATCH = noSuchMethod;
export const DELETE = noSuchMethod;
