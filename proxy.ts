/** Gives each page its nonce, and nothing else: without this file nobody gets in who did not before. */

export { pageNonce as proxy } from "@/lib/web/page-nonce";

export const config = {
  // Prefetches and errors too. The doors under /api have a closed policy of their own.
  matcher: ["/((?!api/|api$|livez$|readyz$|metrics$|_next/static/).*)"],
};
