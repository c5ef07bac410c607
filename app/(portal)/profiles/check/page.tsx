import type { Metadata } from "next";
import { PortalPage } from "@/app/(portal)/portal-page";
import { profileInstances } from "@/lib/portal/profile-grants";
import { page } from "@/lib/web/page";
import { CheckView } from "./_check/check-view";

export const metadata: Metadata = { title: "Check my config" };

/** What is wrong with my config file? From the server comes only where the organization's sign-ins live. */
export default page({ for: "person" }, ({ session }) => (
  <PortalPage session={session} here="/profiles">
    <CheckView instances={profileInstances()} />
  </PortalPage>
));
