import type { Metadata } from "next";
import { PortalPage } from "@/app/(portal)/portal-page";
import { localPath } from "@/lib/core/local-path";
import { connectPage } from "@/lib/portal/connect-page";
import { page } from "@/lib/web/page";
import { ConnectView } from "./_connect/connect-view";

export const metadata: Metadata = { title: "Connect to AWS" };

/** Where a person connects an instance by a code that they approve at AWS. Coming here begins nothing: a click does. */
export default page({ for: "person" }, async ({ session, facts, params, search }) => {
  const known = await connectPage(session, params.instance ?? "", facts);
  return (
    <PortalPage session={session} here={null}>
      <ConnectView known={known} next={localPath(search.next)} />
    </PortalPage>
  );
});
