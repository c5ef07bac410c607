import type { Metadata } from "next";
import { PortalPage } from "@/app/(portal)/portal-page";
import { deliveryStatus } from "@/lib/portal/delivery-status";
import { page } from "@/lib/web/page";
import { Deliveries } from "./_record/deliveries";

export const metadata: Metadata = { title: "The record" };

/** How the record itself is doing. For administrators; to anybody else it does not exist. */
export default page({ for: "administrator" }, async ({ session }) => (
  <PortalPage session={session} here="/audit">
    <h1 className="mb-4 font-semibold text-xl tracking-tight">The record</h1>
    <Deliveries statuses={await deliveryStatus()} now={Date.now()} />
  </PortalPage>
));
