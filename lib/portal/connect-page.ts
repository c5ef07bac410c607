/** What the page that connects an instance knows before anybody clicks. Looking at it begins nothing. */

import "server-only";
import { awsPortalLink } from "@/lib/aws/aws-portal-link";
import { clientName } from "@/lib/aws/device-authorization";
import type { Person } from "@/lib/core/person";
import type { RequestFacts } from "@/lib/core/request-facts";
import { isConnected } from "@/lib/portal/is-connected";
import { codeInstance, pendingCode, type ShownCode, shownCode } from "@/lib/portal/pending-code";

export type ConnectPage = {
  instance: { id: string; label: string };
  /** The name that AWS's page shows for us. */
  clientName: string;
  /** As whom the person must be signed in at AWS. Null where the provider does not say. */
  userName: string | null;
  /** AWS's own portal, to sign out there. */
  awsPortal: string;
  isConnected: boolean;
  /** The code that this session already waits with. */
  pending: ShownCode | null;
};

/** Throws `not-found` for an instance that is not there, and for one that is connected in another way. */
export async function connectPage(
  { id: sessionId, person }: { id: string; person: Person },
  instanceId: string,
  facts: RequestFacts,
): Promise<ConnectPage> {
  const instance = codeInstance(instanceId);
  const begun = await pendingCode(person, sessionId, instance, facts);
  return {
    instance: { id: instance.id, label: instance.label },
    clientName,
    userName: person.userName,
    awsPortal: awsPortalLink(instance),
    isConnected: await isConnected(person, instance),
    pending: begun && shownCode(begun),
  };
}
