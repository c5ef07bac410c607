/** Access tokens as their pages show them. Nothing of a token itself is in it. Times are ISO 8601. */

import type { MadeBy, Scope } from "@/lib/core/access-token";

export type ShownToken = {
  id: string;
  name: string;
  grants: Scope;
  networks: readonly string[];
  hourly: boolean;
  madeBy: MadeBy;
  made: { at: string; address: string; client: string };
  lastUse: { at: string; address: string; client: string } | null;
  expiresAt: string;
  /** What the record names it by. */
  fingerprint: string;
  /** Null while it lives. */
  ended: { at: string; why: string } | null;
};

/** What an administrator sees besides. */
export type OwnedToken = ShownToken & { owner: { id: string; name: string | null; email: string | null } };

/** One that its person has not said they know of. */
export type NewToken = Pick<ShownToken, "id" | "name" | "madeBy" | "made">;
