/** Why a person is blocked, in an administrator's words: read by other administrators and on the record, never by the person. */

import { z } from "zod";

export const longestReason = 300;

export const BlockReason = z.string().trim().min(1).max(longestReason);
