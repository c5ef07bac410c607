import type { Metadata } from "next";
import { UseView } from "@/app/(portal)/_use/use-view";
import { PortalPage } from "@/app/(portal)/portal-page";
import { toolPage } from "@/lib/portal/tool-page";
import { page } from "@/lib/web/page";

export const metadata: Metadata = { title: "Use it in…" };

/** Next leaves them as they stand in the address. What cannot be read is no role's name. */
function decoded(text: string | undefined): string | undefined {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** How a role gets into a tool, which then gets its keys by itself. Looking at it asks AWS nothing. */
export default page({ for: "person" }, async ({ session, params: { instance, accountId, role } }) => {
  const known = await toolPage(session.person, { instance, accountId, role: decoded(role) });
  return (
    <PortalPage session={session} here={null}>
      <UseView known={known} />
    </PortalPage>
  );
});
