import { Preferences } from "@/lib/core/preferences";
import { keepPreferences } from "@/lib/portal/preferences";
import { noSuchMethod, route } from "@/lib/web/route";

/** Some thousand hidden accounts fit in. */
const mostBytes = 512 * 1024;

/** How the person wants their list, as a whole. */
export const POST = route({ for: "person", input: Preferences, mostBytes }, async ({ session, input }) => {
  await keepPreferences(session.person, input);
  return new Response(null, { status: 204 });
});

export const GET = noSuchMethod;
