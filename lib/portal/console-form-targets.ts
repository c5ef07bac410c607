/** Where the console's form may lead: for the content security policy of pages. */

import "server-only";
import { consoleFormOrigins } from "@/lib/aws/partitions";
import { env, instances } from "@/lib/env";

/** Origins or host patterns of sign-in and console, for the partitions of our instances and a sandbox's stand-in. */
export function consoleFormTargets(): string[] {
  const hosts = instances().flatMap(({ region }) => consoleFormOrigins(region));
  const sandbox = env().CONSOLE_SIGN_IN_URL;
  return [...new Set([...hosts, ...(sandbox ? [sandbox] : [])])];
}
