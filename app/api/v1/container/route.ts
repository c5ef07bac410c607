import { z } from "zod";
import { containerAnswer } from "@/lib/credentials/machine-answers";
import { machineCredentials } from "@/lib/portal/machine-credentials";
import { containerProblem } from "@/lib/web/container-problem";
import { grantInPath } from "@/lib/web/grant-path";
import { closed, route } from "@/lib/web/route";

/**
 * `/api/v1/container/<instance>/<account id>/<role>`, for AWS_CONTAINER_CREDENTIALS_FULL_URI: AWS's own clients fetch and refresh their
 * keys here. What follows `container` is read from the address as it came: see `lib/web/grant-path.ts`.
 */
export const GET = route(
  { for: "machine", input: z.unknown(), problem: containerProblem },
  async ({ machine, facts, request }) => {
    const wanted = { grant: grantInPath(facts.path), authorization: request.headers.get("authorization") };
    const issued = await machineCredentials(machine, facts, { ...wanted, format: "container" });
    return Response.json(containerAnswer(issued.credentials, issued.accountId));
  },
);

const refused = closed("method-not-allowed", containerProblem);
export const HEAD = refused;
export const OPTIONS = refused;
export const POST = refused;
export const PUT = refused;
export const PATCH = refused;
export const DELETE = refused;
