/**
 * A set as one person has it: of what the set selects, what is theirs, under the names that the whole team has for it. Names are given
 * once and kept with the set, whoever asks first.
 */

import "server-only";
import type { Scope } from "@/lib/core/access-token";
import { PortalError } from "@/lib/core/portal-error";
import { noPreferences } from "@/lib/core/preferences";
import type { ProfileSet } from "@/lib/core/profile-set";
import { env } from "@/lib/env";
import { mayTake } from "@/lib/policy/may-take";
import { profileGrantsOf, profileInstances } from "@/lib/portal/profile-grants";
import { type Built, buildProfiles } from "@/lib/profiles/build-profiles";
import type { Machine } from "@/lib/profiles/credential-process";
import { type Names, nameProfiles } from "@/lib/profiles/name-profiles";
import type { NameRecord } from "@/lib/profiles/name-records";
import type { ProfileGrant } from "@/lib/profiles/profile-grant";
import { type SelectedGrants, selectGrants } from "@/lib/profiles/select-grants";
import { preferencesOf } from "@/lib/store/preferences";
import { heldByNobody, type KeptName, keepNames, keptNames } from "@/lib/store/profile-set-names";

/** Whose grants; with an access token, as far as the token goes. */
export type Viewer = { person: { id: string }; grants: Scope };

export type Rendering = Built & { names: Names; selected: SelectedGrants; all: readonly ProfileGrant[] };

type Wanted = {
  /** What stands in the marker lines. */
  id: string;
  set: ProfileSet;
  machine: Machine | null;
  /** Whether names that are given now are given for good. A draft's are not. */
  keep: boolean;
};

/** Everybody who names at the same time loses to one of them and tries again. */
const mostTries = 25;

/** Whoever had a name keeps it, and nobody's name is forgotten because it is not among these grants. */
function named(set: ProfileSet, grants: readonly ProfileGrant[], records: readonly NameRecord[]): Names {
  return nameProfiles({ set, grants, records, now: Date.now(), whole: false });
}

/** Since when nobody at all has a grant: after the set's time for old names, another may be called as it was. */
async function withLosses(records: readonly NameRecord[]): Promise<KeptName[]> {
  const lost = await heldByNobody(records.map(({ key }) => key));
  return records.map(({ key, name, aliases, lostAt }) => ({
    key,
    name,
    aliases: [...aliases],
    lostAt: lost.has(key) ? (lostAt ?? Date.now()) : null,
  }));
}

/** Throws `not-found` where the set is gone, and `store-unavailable` where there was no end of others naming. */
async function namedForGood(id: string, set: ProfileSet, grants: readonly ProfileGrant[]): Promise<Names> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const kept = await keptNames(id);
    if (!kept) throw new PortalError("not-found", `the profile set ${id} is gone`);
    const names = named(set, grants, kept.records);
    if (JSON.stringify(names.records) === JSON.stringify(kept.records)) return names;
    const records = await withLosses(names.records);
    if (await keepNames(id, { version: kept.version, records })) return names;
  }
  throw new PortalError("store-unavailable", `names of ${id}: others were always first`);
}

async function namedForNow(id: string, set: ProfileSet, grants: readonly ProfileGrant[]): Promise<Names> {
  const kept = await keptNames(id);
  return named(set, grants, kept?.records ?? []);
}

/** From the store alone. */
export async function renderProfiles(viewer: Viewer, wanted: Wanted): Promise<Rendering> {
  const { id, set, machine, keep } = wanted;
  const [all, preferences] = await Promise.all([
    profileGrantsOf(viewer.person.id),
    preferencesOf(viewer.person.id),
  ]);
  const { favourites } = preferences ?? noPreferences;
  const theirs = all.filter((grant) => mayTake(viewer, grant));
  const selected = selectGrants(theirs, set.selection, favourites);
  const names = await (keep ? namedForGood : namedForNow)(id, set, selected.grants);
  const built = buildProfiles({
    setId: id,
    set,
    named: names.profiles,
    instances: profileInstances(),
    portalUrl: env().PORTAL_URL,
    machine,
  });
  return { ...built, names, selected, all };
}
