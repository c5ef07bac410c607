import { z } from "zod";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import { fetchProfiles } from "@/lib/portal/profile-files";
import { recordRefusal } from "@/lib/portal/record-refusal";
import { noSuchMethod, route } from "@/lib/web/route";

/** `home`: the machine's, where profiles of the set start a program that reads a file there. */
const Query = z.strictObject({ home: z.string().min(1).max(200).optional() });

function setIn(path: string): string {
  const id = /^\/api\/v1\/profiles\/([a-z0-9-]{1,32})(?:[?#]|$)/.exec(path)?.[1];
  if (id === undefined) throw new PortalError("not-found", "no profile set is named so");
  return id;
}

/** Whether what the client has is what it would get. */
function isKnown(header: string | null, etag: string): boolean {
  return (header ?? "").split(",").some((one) => ["*", etag].includes(one.trim().replace(/^W\//, "")));
}

/** `/api/v1/profiles/<set>`: the set as `~/.aws/config`, with the roles of whoever the access token is of. */
export const GET = route({ for: "machine", input: Query }, async ({ machine, facts, input, request }) => {
  try {
    const wanted = { id: setIn(facts.path), home: input.home ?? null };
    const { text, etag } = await fetchProfiles(machine, facts, wanted);
    const headers = { etag, "cache-control": "no-store" };
    if (isKnown(request.headers.get("if-none-match"), etag))
      return new Response(null, { status: 304, headers });
    return new Response(text, { headers: { ...headers, "content-type": "text/plain; charset=utf-8" } });
  } catch (failure) {
    const problem = problemOf(failure);
    if (problem === "not-found") await recordRefusal(problem, machine.person, facts, "GET");
    throw failure;
  }
});

export const HEAD = noSuchMethod;
export const OPTIONS = noSuchMethod;
export const POST = noSuchMethod;
export const PUT = noSuchMethod;
export const PATCH = noSuchMethod;
export const DELETE = noSuchMethod;
