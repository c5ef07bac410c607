/** An answer that leaves nothing of a session in the browser. */

import "server-only";
import { clearedCookies } from "@/lib/idp/sign-out";

/** Drops our cookies, and what the browser kept of our pages: Back must show nothing. */
export function withClearedSession(response: Response): Response {
  for (const cookie of clearedCookies()) response.headers.append("set-cookie", cookie);
  response.headers.set("clear-site-data", '"cache", "storage"');
  return response;
}
