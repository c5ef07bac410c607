/**
 * Who gets which name. Whoever had one keeps it; whoever is alone with a free one gets it; the others are told apart by what they
 * are themselves, so that it does not matter who else is there or in which order they come.
 */

import { longestProfileName, profileNameFault } from "@/lib/core/aws-profile-name";
import { fingerprint } from "./fingerprint";
import type { NameRecord } from "./name-records";
import type { ProfileGrant } from "./profile-grant";

export type Wanted = { key: string; grant: ProfileGrant; region: string | null; wanted: string };

export type GivenNames = {
  given: ReadonlyMap<Wanted, string>;
  /** Whose each name is, folded: a key, or `chain/` and a chain's name. */
  owners: ReadonlyMap<string, string>;
};

/** Case does not tell names apart: two that differ in nothing else would be taken for each other. */
export const folded = (name: string) => name.toLowerCase();

/** What gets none is said in `faults`. */
export function givenNames(
  wanted: readonly Wanted[],
  known: ReadonlyMap<string, NameRecord>,
  chains: readonly { name: string }[],
  faults: string[],
): GivenNames {
  const owners = ownersBefore(known, chains);
  const given = new Map<Wanted, string>();
  const give = (one: Wanted, name: string) => {
    owners.set(folded(name), one.key);
    given.set(one, name);
  };
  const groups = new Map<string, Wanted[]>();
  for (const one of wanted) {
    const before = known.get(one.key)?.name;
    if (before !== undefined && owners.get(folded(before)) === one.key && mayKeep(one, before)) {
      give(one, before);
    } else {
      const group = groups.get(folded(one.wanted));
      if (group) group.push(one);
      else groups.set(folded(one.wanted), [one]);
    }
  }
  const isFree = (name: string, key: string) => (owners.get(folded(name)) ?? key) === key;
  // First whoever is alone with a free name, so that no invented one takes it away.
  const crowded = [...groups].filter(([, [one, ...others]]) => {
    if (!one || others.length > 0 || !isFree(one.wanted, one.key)) return true;
    give(one, one.wanted);
    return false;
  });
  for (const [, group] of crowded.sort(([one], [other]) => (one < other ? -1 : 1))) {
    const level = [0, 1].find((at) => areFree(group, at, isFree));
    for (const one of group) {
      const name = level === undefined ? undefined : apart(one)[level];
      if (name !== undefined) give(one, name);
      else
        faults.push(
          `No name is left for ${one.grant.role} in ${one.grant.accountId}, not even "${apart(one)[1]}".`,
        );
    }
  }
  return { given, owners };
}

function ownersBefore(
  known: ReadonlyMap<string, NameRecord>,
  chains: readonly { name: string }[],
): Map<string, string> {
  const owners = new Map(chains.map(({ name }) => [folded(name), `chain/${name}`]));
  const claim = (name: string, key: string) => {
    if (!owners.has(folded(name))) owners.set(folded(name), key);
  };
  for (const { key, name } of known.values()) claim(name, key);
  for (const { key, aliases } of known.values()) for (const { name } of aliases) claim(name, key);
  return owners;
}

/** A name that once had to be told apart stays so when the other one is gone. */
function mayKeep(one: Wanted, before: string): boolean {
  return before === one.wanted || apart(one).includes(before);
}

function areFree(
  group: readonly Wanted[],
  level: number,
  isFree: (name: string, key: string) => boolean,
): boolean {
  const names = new Set<string>();
  return (
    group.every((one) => {
      const name = apart(one)[level] ?? "";
      names.add(folded(name));
      return profileNameFault(name) === null && isFree(name, one.key);
    }) && names.size === group.length
  );
}

/** Names that only this grant would get: with its account's id and, where that is not enough, with a fingerprint of all it is. */
function apart({ key, wanted, grant }: Wanted): readonly string[] {
  return [`-${grant.accountId}`, `-${grant.accountId}-${fingerprint(key)}`].map(
    (ending) => wanted.slice(0, longestProfileName - ending.length) + ending,
  );
}
