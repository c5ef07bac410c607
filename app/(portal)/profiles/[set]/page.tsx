import type { Metadata } from "next";
import { PortalPage } from "@/app/(portal)/portal-page";
import { SetView } from "@/app/(portal)/profiles/_set/set-view";
import { profileSetPage } from "@/lib/portal/profile-pages";
import { page } from "@/lib/web/page";

export const metadata: Metadata = { title: "Profile set" };

/** One profile set, as the reader has it: their file, and the ways to put it into place. */
export default page({ for: "person" }, async ({ session, params }) => (
  <PortalPage session={session} here="/profiles">
    <SetView set={await profileSetPage(session.person, params.set ?? "")} />
  </PortalPage>
));
