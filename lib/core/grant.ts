/** What a person can take: one role in one account of one Identity Center instance. */

import { z } from "zod";

/** Our name for an instance, as it stands in paths and in every grant. */
export const InstanceId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, "An instance is named by 1 to 32 of a-z, 0-9 and -.");

/** Always a string: numbers lose leading zeros. */
export const AccountId = z.string().regex(/^\d{12}$/, "An AWS account id has twelve digits.");

/** AWS's own rule for a permission set's name, with room for the longer names of IAM roles. */
export const RoleName = z
  .string()
  .regex(/^[A-Za-z0-9_+=,.@-]{1,64}$/, "A role is named by 1 to 64 of A-Z, a-z, 0-9 and _+=,.@-");

export const Grant = z.strictObject({ instance: InstanceId, accountId: AccountId, role: RoleName });

export type Grant = z.infer<typeof Grant>;
