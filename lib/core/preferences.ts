/** How a person wants their list. Stored per person; reaches the page. */

import { z } from "zod";
import { AccountId, Grant, InstanceId } from "@/lib/core/grant";

export const groupings = ["none", "environment", "label", "path"] as const;

export type Grouping = (typeof groupings)[number];

export const Preferences = z.strictObject({
  /** In the person's order. */
  favourites: z.array(Grant).max(200),
  /** Accounts that the person does not want to see. */
  hidden: z.array(z.strictObject({ instance: InstanceId, accountId: AccountId })).max(5000),
  groupBy: z.enum(groupings),
});

export type Preferences = z.infer<typeof Preferences>;

export const noPreferences: Preferences = { favourites: [], hidden: [], groupBy: "environment" };
