/** What the server knows of a connection when the page is loaded. */

import type { Code } from "./use-connect";

export type Known = {
  instance: { id: string; label: string };
  /** The name under which AWS shows us. */
  clientName: string;
  /** As whom one must be signed in at AWS. */
  userName: string | null;
  awsPortal: string;
  isConnected: boolean;
  pending: Code | null;
};
