/**
 * Names of the emulator's cookies. Cookies do not keep ports apart, so each name carries its own: nothing else that
 * runs on this machine has the same.
 */

import type { Emulator } from "@/sandbox/aws/emulator";

export function browserCookie({ origins }: Emulator): string {
  return `sandbox-aws-sign-in-${new URL(origins.signIn).port}`;
}

export function consoleCookie({ origins }: Emulator): string {
  return `sandbox-aws-console-${new URL(origins.console).port}`;
}
