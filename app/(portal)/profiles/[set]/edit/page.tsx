import type { Metadata } from "next";
import { PortalPage } from "@/app/(portal)/portal-page";
import { SetEditor } from "@/app/(portal)/profiles/_edit/set-editor";
import { profileSetEdit } from "@/lib/portal/profile-pages";
import { page } from "@/lib/web/page";

export const metadata: Metadata = { title: "Change a profile set" };

/** For a set's owner; to anybody else it does not exist. */
export default page({ for: "person" }, async ({ session, params }) => (
  <PortalPage session={session} here="/profiles">
    <SetEditor start={await profileSetEdit(session.person, params.set ?? "")} />
  </PortalPage>
));
