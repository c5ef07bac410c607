/** What the access page knows before AWS is asked. */

import "server-only";
import { type AwsPortal, awsPortals } from "@/lib/portal/aws-portal";
import { formToken } from "@/lib/portal/form-token";
import { storeKind } from "@/lib/store/open-store";

export type AccessPage = {
  awsPortals: readonly AwsPortal[];
  /** For the console's form; good for one use. */
  formToken: string;
  /** Whether the store is the one for evaluation. */
  evaluationStore: boolean;
};

export function accessPage(sessionId: string): AccessPage {
  return {
    awsPortals: awsPortals(),
    formToken: formToken(sessionId),
    evaluationStore: storeKind() === "evaluation",
  };
}
