/** The content security policy of pages. Whatever is not ours or carries this answer's nonce does not run. */

import "server-only";
import { isDevelopment } from "@/lib/env";
import { consoleFormTargets } from "@/lib/portal/console-form-targets";

/** `nonce` is fresh for each answer: at least 128 random bits. */
export function contentPolicy(nonce: string): string {
  const script = isDevelopment() ? " 'unsafe-eval'" : "";
  const style = isDevelopment() ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${script}`,
    `style-src ${style}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    // The console's form is answered by redirects to AWS, and browsers hold each hop against this list.
    `form-action 'self' ${consoleFormTargets().join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}
