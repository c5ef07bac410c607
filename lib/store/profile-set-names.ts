/** Which names the grants of a set were given, for everybody who has it. */

import "server-only";
import { z } from "zod";
import { PortalError } from "@/lib/core/portal-error";
import { asking } from "./database";
import { storableJson } from "./json-rows";

const Records = z.array(
  z.object({
    key: z.string(),
    name: z.string(),
    aliases: z.array(z.object({ name: z.string(), until: z.number() })),
    lostAt: z.number().nullable(),
  }),
);

export type KeptName = z.infer<typeof Records>[number];

export type KeptNames = { version: number; records: readonly KeptName[] };

/** Null where there is no such set. */
export async function keptNames(setId: string): Promise<KeptNames | null> {
  const [row] = await asking(
    "read names of a profile set",
    ({ prisma }) =>
      prisma.$queryRaw<{ version: number; records: string }[]>`
      SELECT version, records::text AS records FROM profile_set_names WHERE set_id = ${setId}`,
  );
  if (!row) return null;
  const records = Records.safeParse(JSON.parse(row.records));
  // Names given anew would mean other accounts than people's scripts mean.
  if (!records.success) throw new PortalError("unexpected", `integrity: names of ${setId} cannot be read`);
  return { version: row.version, records: records.data };
}

/** Replaces what was read at `version`. False where somebody else has named since: read, name and keep again. */
export async function keepNames(setId: string, { version, records }: KeptNames): Promise<boolean> {
  const changed = await asking(
    "keep names of a profile set",
    ({ prisma }) =>
      prisma.$executeRaw`
      UPDATE profile_set_names SET records = ${storableJson(records)}::jsonb, version = version + 1
      WHERE set_id = ${setId} AND version = ${version}::int`,
  );
  return changed === 1;
}

/** A key is `instance/account/role`, with the region behind it where it is not the first. Those that are on nobody's list. */
export async function heldByNobody(keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = keys.map((key) => {
    const [instance = "", account_id = "", role = ""] = key.split("/");
    return { key, instance, account_id, role };
  });
  const lost = await asking(
    "look for lost grants",
    ({ prisma }) =>
      prisma.$queryRaw<{ key: string }[]>`
      SELECT key FROM jsonb_to_recordset(${storableJson(rows)}::jsonb)
        AS named(key text, instance text, account_id text, role text)
      WHERE NOT EXISTS (
        SELECT FROM inventory_account AS kept
        WHERE kept.instance = named.instance AND kept.account_id = named.account_id AND named.role = ANY (kept.roles)
      )`,
  );
  return new Set(lost.map(({ key }) => key));
}
