/** The numbers of our advisory locks. They are shared by all that use the database, so they stand in one place. */

import "server-only";

export const locks = {
  auditChain: 7_255_970_001,
  migrations: 7_255_970_002,
  auditStatements: 7_255_970_003,
  auditParts: 7_255_970_004,
} as const;
