/** A profile set that is still being written, tried on the writer's own roles. Nothing is kept. */

import "server-only";
import type { Person } from "@/lib/core/person";
import {
  type DraftFault,
  faultsOf,
  type PatternCounts,
  readDraft,
  triedPatterns,
} from "@/lib/portal/profile-draft";
import { ownSet } from "@/lib/portal/profile-sets";
import { renderProfiles } from "@/lib/portal/render-profiles";
import { configText } from "@/lib/profiles/profile-block";
import { grantKey } from "@/lib/profiles/profile-grant";

export type PreviewedName = {
  name: string;
  aliases: readonly string[];
  instance: string;
  accountId: string;
  accountName: string | null;
  role: string;
  region: string | null;
};

export type ProfilePreview = {
  /** With any of them nothing is saved. */
  faults: readonly DraftFault[];
  /** How many of the writer's roles are chosen, and profiles that come of them; older names and assumed roles count. */
  roles: number;
  profiles: number;
  counts: PatternCounts;
  /** The first ones, by name. */
  names: readonly PreviewedName[];
  /** Names that several would have had, and what each is called instead. The first ones. */
  collisions: readonly { wanted: string; instead: readonly { name: string; of: string }[] }[];
  collisionCount: number;
  /** Assumed roles that are left out, because the role that they start from is not the writer's. */
  skipped: readonly string[];
  /** The file's beginning, and how many lines it has. */
  text: string;
  lines: number;
};

const mostNames = 200;
const mostCollisions = 20;
const mostLines = 400;

/** Whose home folder it is does not matter to a preview. */
const anyMachine = { system: "unix", home: "/home/you" } as const;

const nothing: Omit<ProfilePreview, "faults"> = {
  roles: 0,
  profiles: 0,
  counts: { accounts: [], roles: [] },
  names: [],
  collisions: [],
  collisionCount: 0,
  skipped: [],
  text: "",
  lines: 0,
};

/** `id`: of the set that is changed, whose names are known; null for a new one. */
export async function previewProfiles(
  person: Person,
  { id, draft }: { id: string | null; draft: unknown },
): Promise<ProfilePreview> {
  if (id !== null) await ownSet(person, id);
  const read = readDraft(draft);
  if (!read.ok) return { ...nothing, faults: read.faults };

  const { set } = read.draft;
  const rendering = await renderProfiles(
    { person, grants: null },
    { id: id ?? "new", set, machine: anyMachine, keep: false },
  );
  const { names, block, selected, all, skipped } = rendering;
  const tried = triedPatterns(set, all);
  const lines = configText(block).split("\n");
  const byKey = new Map(all.map((grant) => [grantKey(grant), grant]));
  const ofKey = (key: string) => {
    const grant = byKey.get(key.split("/").slice(0, 3).join("/"));
    return grant ? `${grant.role} in ${grant.accountName ?? grant.accountId} (${grant.accountId})` : key;
  };
  return {
    faults: [...tried.faults, ...faultsOf(rendering)],
    roles: selected.grants.length,
    profiles: block.profiles.length,
    counts: tried.counts,
    names: names.profiles.slice(0, mostNames).map(({ name, aliases, region, grant }) => {
      const { instance, accountId, accountName, role } = grant;
      return { name, aliases, region, instance, accountId, accountName, role };
    }),
    collisions: names.collisions.slice(0, mostCollisions).map(({ wanted, instead }) => ({
      wanted,
      instead: instead.slice(0, mostCollisions).map(({ key, name }) => ({ name, of: ofKey(key) })),
    })),
    collisionCount: names.collisions.length,
    skipped,
    text: lines.slice(0, mostLines).join("\n"),
    lines: lines.length - 1,
  };
}
