import { AccessTokenWanted } from "@/lib/core/access-token";
import { createAccessToken } from "@/lib/portal/create-access-token";
import { noSuchMethod, route } from "@/lib/web/route";

/** Makes an access token for a machine. This answer is the only place where it ever stands. */
export const POST = route(
  { for: "person", input: AccessTokenWanted, mostBytes: 64 * 1024 },
  async ({ session, input, facts }) => {
    const { id, token, expiresAt } = await createAccessToken(session.person, facts, input, {
      madeBy: "page",
    });
    return Response.json({ id, token, expiresAt: expiresAt.toISOString() });
  },
);

export const GET = noSuchMethod;
