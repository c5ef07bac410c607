import { z } from "zod";
import { openApiDocument } from "@/lib/core/openapi";
import { portalUrl } from "@/lib/portal/portal-url";
import { noSuchMethod, route } from "@/lib/web/route";

/** The API, described for programs. It says nothing that the source does not say. */
export const GET = route({ for: "anyone", input: z.strictObject({}) }, async () =>
  Response.json(openApiDocument(portalUrl())),
);

export const POST = noSuchMethod;
