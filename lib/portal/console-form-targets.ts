/** Where the console's form may lead: for the content security policy of pages. */

import "server-only";
import { consoleHosts, signInHosts } from "@/lib/aws/partitions";

/** Sources of sign-in and console, for the partitions of our instances or a sandbox's stand-in. */
export function consoleFormTargets(): readonly string[] {
  return [...signInHosts(), ...consoleHosts()];
}
