/** Rules that several settings share. */

import { z } from "zod";
import { isLoopbackHost } from "@/lib/core/loopback";

export const httpsUnlessLoopback = z.url({ protocol: /^https?$/, abort: true }).refine((value) => {
  const url = new URL(value);
  return url.protocol === "https:" || isLoopbackHost(url.hostname);
}, "must be https; plain http is for loopback addresses alone");

export const secret = z
  .string()
  .min(32, "must have at least 32 characters; `openssl rand -base64 48` makes a good one");
