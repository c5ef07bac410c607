/**
 * Gives each grant of a set its profile's name, or several where there are several regions. Names are told apart before anything is
 * written, whatever the order, and stay as they are when other accounts come and go.
 */

import { profileNameFault, readableProfileName } from "@/lib/core/aws-profile-name";
import type { ProfileSet } from "@/lib/core/profile-set";
import { folded, givenNames, type Wanted } from "./given-names";
import { type NameRecord, renamed, stillRemembered } from "./name-records";
import { compileTemplate, type NameTemplate } from "./name-template";
import { grantKey, type ProfileGrant } from "./profile-grant";
import { shortRegion } from "./short-region";

export type NamedProfile = {
  key: string;
  grant: ProfileGrant;
  region: string | null;
  name: string;
  /** Older names that still lead here. */
  aliases: readonly string[];
};

export type NamesInput = {
  set: Pick<ProfileSet, "nameTemplate" | "aliasDays"> & {
    regions: readonly string[];
    chains: readonly { name: string }[];
  };
  grants: readonly ProfileGrant[];
  /** What the last call gave back, for the same set. */
  records: readonly NameRecord[];
  /** Milliseconds since 1970. */
  now: number;
  /** Whether `grants` is all that the records speak of: only then is what is missing among them lost. */
  whole: boolean;
};

export type Names = {
  profiles: readonly NamedProfile[];
  /** To be kept for the next call. */
  records: readonly NameRecord[];
  /** Names that several wanted, or that belong to another, and what each is called instead. To be shown before anything is written. */
  collisions: readonly { wanted: string; instead: readonly { key: string; name: string }[] }[];
  /** Why something has no name, each in a sentence. It becomes no profile. */
  faults: readonly string[];
};

/** Pure: the same input gives the same names, in whatever order the grants come. */
export function nameProfiles({ set, grants, records, now, whole }: NamesInput): Names {
  const compiled = compileTemplate(set.nameTemplate);
  if (!compiled.ok) return { profiles: [], records, collisions: [], faults: [compiled.message] };

  const faults: string[] = [];
  const wanted = wantedNames(compiled.template, grants, set.regions, faults);
  const known = new Map(
    stillRemembered(records, now, set.aliasDays).map((record) => [record.key, record] as const),
  );
  const { given, owners } = givenNames(wanted, known, set.chains, faults);

  const next = new Map(known);
  for (const [{ key }, name] of given) {
    const record = known.get(key) ?? { key, name, aliases: [], lostAt: null };
    next.set(key, renamed(record, name, now, set.aliasDays));
  }
  const present = new Set([...given.keys()].map(({ key }) => key));
  const kept = [...next.values()].map((record) =>
    whole && !present.has(record.key) ? { ...record, lostAt: record.lostAt ?? now } : record,
  );
  const profiles = [...given].map(([{ key, grant, region }, name]) => {
    const older = next.get(key)?.aliases.map((alias) => alias.name) ?? [];
    const aliases = older.filter((alias) => owners.get(folded(alias)) === key);
    return { key, grant, region, name, aliases };
  });
  return {
    profiles: profiles.sort((one, other) => (one.name < other.name ? -1 : 1)),
    records: kept.sort((one, other) => (one.key < other.key ? -1 : 1)),
    collisions: collisionsOf(given),
    faults,
  };
}

/** The key has no region where it is the set's first: another first region is a change of the profile, not of its name. */
function wantedNames(
  template: NameTemplate,
  grants: readonly ProfileGrant[],
  regions: readonly string[],
  faults: string[],
): Wanted[] {
  const found = new Map<string, Wanted>();
  for (const grant of grants) {
    for (const [at, region] of (regions.length > 0 ? regions : [null]).entries()) {
      const ending = at > 0 && region !== null && !template.saysRegion ? `.${shortRegion(region)}` : "";
      const wanted = readableProfileName(template.name({ grant, region }) + ending);
      const key = at === 0 ? grantKey(grant) : `${grantKey(grant)}/${region}`;
      const fault = profileNameFault(wanted);
      if (fault === null) found.set(key, { key, grant, region, wanted });
      else faults.push(`The name of ${grant.role} in ${grant.accountId}, "${wanted.slice(0, 40)}", ${fault}`);
    }
  }
  return [...found.values()];
}

function collisionsOf(given: ReadonlyMap<Wanted, string>): Names["collisions"] {
  const found = new Map<string, { key: string; name: string }[]>();
  for (const [{ key, wanted }, name] of given) {
    if (name !== wanted) found.set(wanted, [...(found.get(wanted) ?? []), { key, name }]);
  }
  const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);
  return [...found]
    .map(([wanted, instead]) => ({ wanted, instead: instead.sort(byName) }))
    .sort((one, other) => (one.wanted < other.wanted ? -1 : 1));
}
