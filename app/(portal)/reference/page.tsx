import type { Metadata } from "next";
import { buttonLook } from "@/app/_ui/button";
import { DownloadIcon } from "@/app/_ui/icons";
import { PortalPage } from "@/app/(portal)/portal-page";
import { apiOperations } from "@/lib/core/api-operations";
import { portalUrl } from "@/lib/portal/portal-url";
import { page } from "@/lib/web/page";
import { Operation } from "./_reference/operation";

export const metadata: Metadata = { title: "API" };

/** The API as a page, for whoever writes a program: the same table that the document for programs is made of. */
export default page({ for: "person" }, ({ session }) => (
  <PortalPage session={session} here={null}>
    <div className="mb-5 flex flex-wrap items-end gap-4">
      <div className="max-w-[640px]">
        <h1 className="font-semibold text-xl tracking-tight">API</h1>
        <p className="text-pretty text-dim">
          For programs that have an{" "}
          <a href="/tokens" className="text-accent underline">
            access token
          </a>
          , or want one by{" "}
          <a href="/device" className="text-accent underline">
            pairing
          </a>
          . Browsers are refused, and nothing here reads a cookie.
        </p>
      </div>
      <a
        href="/api/v1/openapi.json"
        download="sallyport-openapi.json"
        className={`${buttonLook("plain")} ml-auto`}
      >
        <DownloadIcon />
        OpenAPI
      </a>
    </div>
    <div className="space-y-4">
      {apiOperations.map((operation) => (
        <Operation key={operation.id} operation={operation} portalUrl={portalUrl()} />
      ))}
    </div>
  </PortalPage>
));
