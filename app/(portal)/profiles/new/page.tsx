import type { Metadata } from "next";
import { PortalPage } from "@/app/(portal)/portal-page";
import { SetEditor } from "@/app/(portal)/profiles/_edit/set-editor";
import { profileSetEdit } from "@/lib/portal/profile-pages";
import { page } from "@/lib/web/page";

export const metadata: Metadata = { title: "New profile set" };

/** Making a profile set. It stands there so that one click makes one that is of use. */
export default page({ for: "person" }, async ({ session }) => (
  <PortalPage session={session} here="/profiles">
    <SetEditor start={await profileSetEdit(session.person, null)} />
  </PortalPage>
));
