/** What all pages of signed-in people share in the browser. No guard stands here: layouts do not run again between pages. */

import type { ReactNode } from "react";
import { SayProvider } from "@/app/_ui/say";
import { FreshOnReturn } from "./fresh-on-return";

export default function PortalLayout({ children }: { children: ReactNode }) {
  return (
    <SayProvider>
      <FreshOnReturn />
      {children}
    </SayProvider>
  );
}
