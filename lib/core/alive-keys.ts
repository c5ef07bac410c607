/** What AWS has issued and not ended yet, as the record tells it. */

import type { AccountLook } from "@/lib/core/account-look";

/** Keys, or a console that was opened with them. No secret is in it. Times are ISO 8601 in UTC. */
export type AliveKeys = {
  /** Of the newest event about them. */
  seq: number;
  kind: "keys" | "console";
  accessKeyId: string | null;
  personId: string | null;
  personName: string | null;
  personEmail: string | null;
  instance: string | null;
  accountId: string | null;
  accountName: string | null;
  role: string | null;
  /** Where they went last. */
  address: string | null;
  /** What they were taken for: a format's id, or the door that serves machines. */
  format: string | null;
  /** Whether a program took them with an access token. */
  byMachine: boolean;
  /** When they were first handed out within what is looked at. */
  since: string;
  endsAt: string;
  /** More than 1 where a machine was handed the same keys again. */
  times: number;
};

/** An account in which something is alive, what ends last first. */
export type AliveAccount = {
  /** The same for the same account at the same instance. */
  key: string;
  instance: string | null;
  accountId: string | null;
  /** As people know it. */
  title: string;
  look: AccountLook | null;
  keys: readonly AliveKeys[];
};
