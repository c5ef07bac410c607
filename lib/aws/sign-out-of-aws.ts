/** Ends a person's Identity Center session. The only file that knows `Logout`. */

import "server-only";

import { LogoutCommand } from "@aws-sdk/client-sso";
import { ask, type Call, named } from "@/lib/aws/call";
import { identityCenterClient } from "@/lib/aws/clients";
import { problemOf } from "@/lib/core/portal-error";
import type { Instance } from "@/lib/env";

/** Role keys that were handed out live on until they expire. A session that has ended already is no failure. */
export async function signOutOfAws(instance: Instance, token: string, call: Call): Promise<void> {
  try {
    await ask("Logout", call, (options) =>
      identityCenterClient(instance).send(named(new LogoutCommand({ accessToken: token }), call), options),
    );
  } catch (failure) {
    if (problemOf(failure) !== "aws-sign-in-ended") throw failure;
  }
}
