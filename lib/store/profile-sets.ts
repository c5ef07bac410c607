/** Profile sets: as they are now, and each version that was ever saved. */

import "server-only";
import { z } from "zod";
import { PortalError } from "@/lib/core/portal-error";
import { ProfileSet } from "@/lib/core/profile-set";
import { asking } from "./database";
import { Prisma } from "./generated/client";
import { storableJson } from "./json-rows";
import { longList } from "./long-list";
import { storable } from "./storable";

/** Without what is in it. */
export type ListedSet = {
  id: string;
  /** Null once the person is gone. */
  ownerId: string | null;
  ownerName: string | null;
  title: string;
  sharedWith: readonly string[];
  version: number;
  changedAt: Date;
};

export type StoredSet = ListedSet & { set: ProfileSet };

type Row = ListedSet & { definition: Prisma.JsonValue };

const columns = Prisma.sql`kept.id, kept.owner_id AS "ownerId", coalesce(person.name, person.email) AS "ownerName",
  kept.title, kept.shared_with AS "sharedWith", kept.version, kept.changed_at AS "changedAt", kept.definition`;

function stored({ definition, ...row }: Row): StoredSet {
  const set = ProfileSet.safeParse(definition);
  if (!set.success)
    throw new PortalError("unexpected", `integrity: the profile set ${row.id} cannot be read`);
  return { ...row, set: set.data };
}

/** Throws `unexpected` where a newer version of Sallyport saved it. */
export async function profileSetOf(id: string): Promise<StoredSet | null> {
  const [row] = await asking(
    "read profile set",
    ({ prisma }) =>
      prisma.$queryRaw<Row[]>`
      SELECT ${columns} FROM profile_set AS kept LEFT JOIN person ON person.id = kept.owner_id
      WHERE kept.id = ${storable(id)}`,
  );
  return row ? stored(row) : null;
}

/** What a person made, and what is shared with one of the groups; for administrators everybody's. By title. */
export async function profileSetsOf(
  personId: string,
  groups: readonly string[],
  { everybodys }: { everybodys: boolean },
): Promise<StoredSet[]> {
  const rows = await asking(
    "read profile sets",
    ({ prisma }) =>
      prisma.$queryRaw<Row[]>`
      SELECT ${columns} FROM profile_set AS kept LEFT JOIN person ON person.id = kept.owner_id
      WHERE ${everybodys} OR kept.owner_id = ${personId}::uuid OR kept.shared_with && ${groups.map(storable)}::text[]
      ORDER BY lower(kept.title), kept.id`,
  );
  // One that cannot be read hides no other.
  return rows.flatMap((row) => {
    const set = ProfileSet.safeParse(row.definition);
    return set.success ? [stored(row)] : [];
  });
}

export async function countProfileSets(ownerId: string): Promise<number> {
  return await asking("count profile sets", ({ prisma }) => prisma.profileSet.count({ where: { ownerId } }));
}

export type SetToSave = {
  id: string;
  title: string;
  sharedWith: readonly string[];
  set: ProfileSet;
  /** What is different, in words. */
  changes: string;
  /** What the person is called. */
  savedBy: string | null;
};

function values({ title, sharedWith, set, changes, savedBy }: SetToSave) {
  return {
    title: storable(title),
    groups: sharedWith.map(storable),
    definition: storableJson(set),
    changes: storable(changes),
    by: savedBy && storable(savedBy),
  };
}

/** Version 1 of it. False where the id is taken. */
export async function addProfileSet(ownerId: string, wanted: SetToSave): Promise<boolean> {
  const { title, groups, definition, changes, by } = values(wanted);
  const added = await asking(
    "add profile set",
    ({ prisma }) =>
      prisma.$queryRaw<{ id: string }[]>`
      WITH added AS (
        INSERT INTO profile_set (id, owner_id, title, shared_with, definition, version)
        VALUES (${wanted.id}, ${ownerId}::uuid, ${title}, ${groups}::text[], ${definition}::jsonb, 1)
        ON CONFLICT (id) DO NOTHING RETURNING *
      ), noted AS (
        INSERT INTO profile_set_version (set_id, version, title, shared_with, definition, changes, saved_by, saved_at)
        SELECT id, version, title, shared_with, definition, ${changes}::text, ${by}::text, changed_at FROM added
      ), named AS (
        INSERT INTO profile_set_names (set_id) SELECT id FROM added
      )
      SELECT id FROM added`,
  );
  return added.length === 1;
}

/** Saves what was made from `version`, and answers the new one. Null where that is not the latest, or the set is gone. */
export async function changeProfileSet(version: number, wanted: SetToSave): Promise<number | null> {
  const { title, groups, definition, changes, by } = values(wanted);
  const [changed] = await asking(
    "change profile set",
    ({ prisma }) =>
      prisma.$queryRaw<{ version: number }[]>`
      WITH changed AS (
        UPDATE profile_set SET title = ${title}, shared_with = ${groups}::text[],
          definition = ${definition}::jsonb, version = version + 1, changed_at = now()
        WHERE id = ${wanted.id} AND version = ${version}::int RETURNING *
      ), noted AS (
        INSERT INTO profile_set_version (set_id, version, title, shared_with, definition, changes, saved_by, saved_at)
        SELECT id, version, title, shared_with, definition, ${changes}::text, ${by}::text, changed_at FROM changed
      )
      SELECT version FROM changed`,
  );
  return changed?.version ?? null;
}

/** With all versions, names and subscribers of it. False where it was gone already. */
export async function deleteProfileSet(id: string): Promise<boolean> {
  const { count } = await asking("delete profile set", ({ prisma }) =>
    prisma.profileSet.deleteMany({ where: { id } }),
  );
  return count === 1;
}

const VersionRow = z.object({
  version: z.number(),
  title: z.string(),
  sharedWith: z.array(z.string()),
  changes: z.string(),
  savedBy: z.string().nullable(),
  savedAt: z.coerce.date(),
});

export type SetVersion = Readonly<z.infer<typeof VersionRow>>;

/** The latest first. */
export async function profileSetVersions(id: string, limit: number): Promise<SetVersion[]> {
  return await longList(
    "read versions of a profile set",
    VersionRow,
    Prisma.sql`
    SELECT version, title, shared_with AS "sharedWith", changes, saved_by AS "savedBy", saved_at AS "savedAt"
    FROM profile_set_version WHERE set_id = ${id} ORDER BY version DESC LIMIT ${limit}::int`,
  );
}
