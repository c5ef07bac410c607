/** Opening the AWS console as a role: keys that never leave, turned into one address that works for minutes. */

import "server-only";
import { consoleDestination, consolePage } from "@/lib/aws/console-destination";
import { consoleSignInUrl } from "@/lib/aws/console-sign-in";
import type { ConsoleRegion } from "@/lib/core/console-regions";
import type { ConsoleServiceId } from "@/lib/core/console-services";
import type { Credentials } from "@/lib/core/credentials";
import type { Grant } from "@/lib/core/grant";
import type { Person } from "@/lib/core/person";
import type { RequestFacts } from "@/lib/core/request-facts";
import { env, type Instance } from "@/lib/env";
import { accountName } from "@/lib/portal/account-name";
import { instanceNamed } from "@/lib/portal/instance";
import { mint } from "@/lib/portal/mint";
import { mustBeConfirmed } from "@/lib/portal/must-be-confirmed";
import { mustNotBeBlocked } from "@/lib/portal/must-not-be-blocked";
import { noteUse } from "@/lib/portal/note-use";
import { record } from "@/lib/portal/record";
import { recordOutcome } from "@/lib/portal/record-outcome";

/** Where to: a page by its address, or a service's first page in a region, or else the console's home. */
type Place = {
  destination?: string | undefined;
  service?: ConsoleServiceId | undefined;
  region?: ConsoleRegion | undefined;
};

/** `confirmation` is what the person typed where the account asks for its name. */
type Wanted = { grant: Grant; confirmation?: string | undefined } & Place;

type Opened = { url: URL; credentials: Credentials; destination: string };

async function signIn(
  person: Person,
  { grant, confirmation, ...place }: Wanted,
  facts: RequestFacts,
): Promise<Opened> {
  const instance = instanceNamed(grant.instance);
  await mustBeConfirmed(person, grant, confirmation);
  // Before keys are made: AWS redirects to whatever it is given.
  const destination = pageAt(instance, place);
  const credentials = await mint(person, instance, grant, facts);
  // No SessionDuration: the console then ends with the keys, as the company's permission set wants it.
  const url = await consoleSignInUrl(instance, credentials, { destination, issuer: env().PORTAL_URL }, facts);
  await mustNotBeBlocked(person);
  return { url, credentials, destination };
}

function pageAt(instance: Instance, { destination, service, region }: Place): string {
  return destination ? consoleDestination(instance, destination) : consolePage(instance, { service, region });
}

/** What of a destination belongs on the record: where, without what was looked for there. */
function recorded(destination: string | undefined): { destination?: string } {
  if (destination === undefined || !URL.canParse(destination)) return {};
  const { host, pathname } = new URL(destination);
  return { destination: `${host}${pathname}`.slice(0, 512) };
}

/** The address is a secret: whoever has it is signed in. It goes into one redirect and nowhere else. */
export async function openConsole(person: Person, facts: RequestFacts, wanted: Wanted): Promise<URL> {
  const { grant } = wanted;
  const asked = recorded(wanted.destination);
  const subject = { grant, ...(await accountName(person, grant)) };
  const { id: requestId } = await record(person, facts, {
    kind: "console.requested",
    ...subject,
    detail: asked,
  });

  const notOpened = (failure: unknown) =>
    recordOutcome(person, facts, { of: "console", ...subject, requestId, failure });
  const { url, credentials, destination } = await signIn(person, wanted, facts).catch(notOpened);
  await record(person, facts, {
    kind: "console.opened",
    ...subject,
    requestId,
    accessKeyId: credentials.accessKeyId,
    detail: { ...recorded(destination), expiresAt: credentials.expiresAt.toISOString() },
  });
  // Nobody gets it who was shut out while that was written.
  await mustNotBeBlocked(person).catch(notOpened);
  noteUse(person, grant);
  return url;
}
