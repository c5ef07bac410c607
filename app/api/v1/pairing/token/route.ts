import { z } from "zod";
import type { PairedToken } from "@/lib/core/api-answers";
import type { Fetched } from "@/lib/portal/fetch-token";
import { fetchToken } from "@/lib/portal/fetch-token";
import { oauthError, oauthProblem } from "@/lib/web/oauth-problem";
import { noSuchMethod, route } from "@/lib/web/route";

const deviceCode = "urn:ietf:params:oauth:grant-type:device_code";

const Input = z.object({ grant_type: z.string().max(128), device_code: z.string().max(128).default("") });

/** As many as a script shows; the rest is a number. */
const mostNamed = 5;

/** For a terminal: nothing that moves its cursor, and nothing that JSON would escape. */
function plainName({ email, userName, name, subject }: Fetched["person"]): string {
  return (email ?? userName ?? name ?? subject).replace(/[^ -~]|["\\]/g, "?").slice(0, 128);
}

/** RFC 6749, 5.1. Flat, and without a character that JSON would escape: a shell reads it. */
function tokenAnswer({ person, token, expiresAt, grants }: Fetched): PairedToken {
  const named = grants === "all" ? [] : grants.slice(0, mostNamed);
  const scope = named.map(({ instance, accountId, role }) => `${instance}/${accountId}/${role}`).join(" ");
  return {
    access_token: token,
    token_type: "Bearer",
    expires_in: Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1000)),
    expires_at: expiresAt.toISOString(),
    ...(scope === "" ? {} : { scope }),
    user: plainName(person),
    more: grants === "all" ? 0 : grants.length - named.length,
  };
}

/** How a machine's pairing stands; once, its token. */
export const POST = route(
  { for: "program", input: Input, body: "form", problem: oauthProblem },
  async ({ input, facts }) => {
    if (input.grant_type !== deviceCode) return oauthError("unsupported_grant_type");
    const fetched = await fetchToken(input.device_code, facts);
    return typeof fetched === "string" ? oauthError(fetched) : Response.json(tokenAnswer(fetched));
  },
);

export const GET = noSuchMethod;
