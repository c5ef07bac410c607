import type { Metadata } from "next";
import { PortalPage } from "@/app/(portal)/portal-page";
import { pairingPage } from "@/lib/portal/pairing-page";
import { page } from "@/lib/web/page";
import { DeviceView } from "./_device/device-view";

export const metadata: Metadata = { title: "Pair a machine" };

/** Where a person enters the code that a machine shows. Short, because it is typed from a terminal. */
export default page({ for: "person" }, async ({ session, facts }) => {
  const known = await pairingPage(session, facts);
  return (
    <PortalPage session={session} here={null}>
      <DeviceView known={known} />
    </PortalPage>
  );
});
