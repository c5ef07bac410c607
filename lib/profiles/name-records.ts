/**
 * What names were given before. They keep names what they are while other accounts come, go and are renamed: a name that
 * stands in somebody's scripts never comes to mean another account while it is remembered.
 */

/** Times are milliseconds since 1970. */
export type NameRecord = {
  /** Of the grant, and of its region where that is not the set's first. */
  key: string;
  name: string;
  /** Older names, each until a time. */
  aliases: readonly { name: string; until: number }[];
  /** When the grant was first seen to be gone. Null: it is there. */
  lostAt: number | null;
};

const dayMs = 86_400_000;

export function aliasEnd(now: number, aliasDays: number): number {
  return now + aliasDays * dayMs;
}

/** Without aliases whose time has come, and without what has been gone for as long. */
export function stillRemembered(
  records: readonly NameRecord[],
  now: number,
  aliasDays: number,
): readonly NameRecord[] {
  return records
    .filter(({ lostAt }) => lostAt === null || aliasEnd(lostAt, aliasDays) > now)
    .map((record) => ({ ...record, aliases: record.aliases.filter(({ until }) => until > now) }));
}

/** A record whose grant is called something else from now on. */
export function renamed(record: NameRecord, name: string, now: number, aliasDays: number): NameRecord {
  if (record.name === name) return { ...record, lostAt: null };
  const older = record.aliases.filter((alias) => alias.name !== name);
  const aliases = aliasDays > 0 ? [...older, { name: record.name, until: aliasEnd(now, aliasDays) }] : older;
  return { key: record.key, name, aliases, lostAt: null };
}
