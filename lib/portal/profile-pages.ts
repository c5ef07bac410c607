/** What the pages of profile sets know: the list, one set, and what its editor starts from. From the store alone. */

import "server-only";
import type { Environment } from "@/lib/core/account-look";
import type { Person } from "@/lib/core/person";
import { noPreferences } from "@/lib/core/preferences";
import type { ProfileSet } from "@/lib/core/profile-set";
import { env, instances } from "@/lib/env";
import { profileGrantsOf } from "@/lib/portal/profile-grants";
import { type Hold, heldSet, holdOf, ownSet } from "@/lib/portal/profile-sets";
import { rightsOf } from "@/lib/portal/rights";
import { profileFormats } from "@/lib/profiles/profile-formats";
import { selectGrants } from "@/lib/profiles/select-grants";
import { preferencesOf } from "@/lib/store/preferences";
import { subscribersOf } from "@/lib/store/profile-set-subscribers";
import { profileSetsOf, profileSetVersions } from "@/lib/store/profile-sets";

export type ListedProfileSet = {
  id: string;
  title: string;
  hold: Hold;
  ownerName: string | null;
  /** ISO 8601. */
  changedAt: string;
  /** How many it gives this person; older names are not counted. */
  profiles: number;
};

export async function profileSetsPage(person: Person): Promise<ListedProfileSet[]> {
  const everybodys = rightsOf(person).administrator;
  const [sets, grants, preferences] = await Promise.all([
    profileSetsOf(person.id, person.groups ?? [], { everybodys }),
    profileGrantsOf(person.id),
    preferencesOf(person.id),
  ]);
  const { favourites } = preferences ?? noPreferences;
  const profilesOf = ({ selection, regions, chains }: ProfileSet) =>
    selectGrants(grants, selection, favourites).grants.length * Math.max(1, regions.length) + chains.length;
  return sets.flatMap(({ id, title, ownerName, changedAt, set, ...one }) => {
    const hold = holdOf(person, one);
    if (!hold) return [];
    return [{ id, title, hold, ownerName, changedAt: changedAt.toISOString(), profiles: profilesOf(set) }];
  });
}

/** What only an owner sees of a set. */
export type OwnersView = {
  sharedWith: readonly string[];
  versions: readonly { version: number; changes: string; savedBy: string | null; savedAt: string }[];
  subscribers: readonly {
    personName: string | null;
    tokenName: string;
    client: string;
    version: number;
    fetchedAt: string;
    ended: boolean;
  }[];
};

export type ProfileSetPage = {
  id: string;
  title: string;
  hold: Hold;
  ownerName: string | null;
  version: number;
  changedAt: string;
  /** Whether profiles start a program that reads a file in the home folder. */
  needsHome: boolean;
  portalUrl: string;
  formats: readonly { id: string; label: string; whenToUse: string }[];
  owner: OwnersView | null;
};

const mostVersions = 50;
const mostSubscribers = 500;

async function ownersView(id: string, sharedWith: readonly string[]): Promise<OwnersView> {
  const [versions, subscribers] = await Promise.all([
    profileSetVersions(id, mostVersions),
    subscribersOf(id, mostSubscribers),
  ]);
  return {
    sharedWith,
    versions: versions.map(({ version, changes, savedBy, savedAt }) => ({
      version,
      changes,
      savedBy,
      savedAt: savedAt.toISOString(),
    })),
    subscribers: subscribers.map(({ fetchedAt, ...one }) => ({
      ...one,
      fetchedAt: fetchedAt.toISOString(),
    })),
  };
}

/** Throws `not-found`. */
export async function profileSetPage(person: Person, id: string): Promise<ProfileSetPage> {
  const { title, hold, ownerName, version, changedAt, set, sharedWith } = await heldSet(person, id);
  return {
    id,
    title,
    hold,
    ownerName,
    version,
    changedAt: changedAt.toISOString(),
    needsHome: set.kind === "credential-process",
    portalUrl: env().PORTAL_URL,
    formats: Object.values(profileFormats).map((one) => ({
      id: one.id,
      label: one.label,
      whenToUse: one.whenToUse,
    })),
    owner: hold === "owner" ? await ownersView(id, sharedWith) : null,
  };
}

/** What an editor starts from: a set as it is saved, or one that would do as it is. */
export type ProfileSetEdit = {
  id: string | null;
  version: number;
  title: string;
  sharedWith: readonly string[];
  set: ProfileSet;
  /** To choose from. */
  known: {
    groups: readonly string[];
    labels: readonly string[];
    environments: readonly (Environment | "none")[];
  };
};

/** Every role that somebody has, called as most tools call it, where AWS's own sign-in is. */
function usualSet(): ProfileSet {
  return {
    selection: {
      filter: { environments: [], labels: [], accounts: [], roles: [], favourites: false },
      picked: [],
    },
    nameTemplate: "{account_name | safe}.{role}",
    kind: "sso-session",
    chains: [],
    regions: instances()
      .slice(0, 1)
      .map(({ region }) => region),
    defaults: {},
    aliasDays: 30,
  };
}

/** Throws `not-found`. `id` null: a new one. */
export async function profileSetEdit(person: Person, id: string | null): Promise<ProfileSetEdit> {
  const [grants, saved] = await Promise.all([
    profileGrantsOf(person.id),
    id === null ? null : ownSet(person, id),
  ]);
  const labels = new Set(grants.flatMap(({ label }) => (label === null ? [] : [label])));
  const environments = new Set(grants.map(({ environment }) => environment ?? ("none" as const)));
  return {
    id,
    version: saved?.version ?? 0,
    title: saved?.title ?? "My profiles",
    sharedWith: saved?.sharedWith ?? [],
    set: saved?.set ?? usualSet(),
    known: {
      groups: person.groups ?? [],
      labels: [...labels].sort(),
      environments: (["production", "staging", "development", "none"] as const).filter((one) =>
        environments.has(one),
      ),
    },
  };
}
