/** Making, changing, sharing and deleting profile sets. On the record first: what then does not come to be is recorded, too. */

import "server-only";
import { randomInt } from "node:crypto";
import type { AuditEntry } from "@/lib/core/audit-events";
import type { Person } from "@/lib/core/person";
import { PortalError, problemOf } from "@/lib/core/portal-error";
import type { ProfileSet } from "@/lib/core/profile-set";
import type { RequestFacts } from "@/lib/core/request-facts";
import type { ProfileSetDraft } from "@/lib/core/shared-set";
import { faultsOf, readDraft, triedPatterns } from "@/lib/portal/profile-draft";
import { heldSet, ownSet } from "@/lib/portal/profile-sets";
import { record } from "@/lib/portal/record";
import { renderProfiles } from "@/lib/portal/render-profiles";
import {
  addProfileSet,
  changeProfileSet,
  countProfileSets,
  deleteProfileSet,
} from "@/lib/store/profile-sets";

/** Of one person. */
const mostSets = 50;

/** For a check alone: whose machine it is does not matter. */
const anyMachine = { system: "unix", home: "/home/you" } as const;

type SetEvent = Extract<AuditEntry, { kind: `profile-set.${string}` }>;
type Event<E = SetEvent> = E extends SetEvent ? Pick<E, "kind" | "detail"> : never;

async function recorded<T>(
  person: Person,
  facts: RequestFacts,
  events: readonly Event[],
  work: () => Promise<T>,
): Promise<T> {
  const ids: { id: string; set: string }[] = [];
  try {
    for (const event of events) {
      ids.push({ ...(await record(person, facts, event)), set: event.detail.set });
    }
    return await work();
  } catch (failure) {
    for (const { id, set } of ids) {
      const detail = { set, problem: problemOf(failure) };
      const failed = { kind: "profile-set.failed", requestId: id, detail } as const;
      await record(person, facts, failed).catch(() => null);
    }
    throw failure;
  }
}

/** Throws `profile-set-faulty` for what could be no file of this person's. */
async function checked(person: Person, id: string, given: unknown): Promise<ProfileSetDraft> {
  const read = readDraft(given);
  const faulty = ({ field, message }: { field: string; message: string }) =>
    new PortalError("profile-set-faulty", `${field}: ${message}`.slice(0, 256));
  if (!read.ok) throw faulty(read.faults[0] ?? { field: "set", message: "unreadable" });
  const { set } = read.draft;
  const rendering = await renderProfiles(
    { person, grants: null },
    { id, set, machine: anyMachine, keep: false },
  );
  const [fault] = [...triedPatterns(set, []).faults, ...faultsOf(rendering)];
  if (fault) throw faulty(fault);
  return { ...read.draft, sharedWith: [...new Set(read.draft.sharedWith)] };
}

/** The title as far as it can stand in an address, and a few characters, so that no id says whether another set exists. */
function newId(title: string): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 24)
    .replace(/-+$/, "");
  const ending = Array.from({ length: 5 }, () => "bcdfghjkmnpqrstvwxz23456789".charAt(randomInt(27))).join(
    "",
  );
  return `${words || "set"}-${ending}`;
}

const calledBy = ({ name, email }: Person) => name ?? email;
const shared = (set: string, { title, sharedWith }: ProfileSetDraft): Event => ({
  kind: "profile-set.shared",
  detail: { set, title, groups: sharedWith.length, names: sharedWith.join(", ").slice(0, 512) },
});

/** Answers its id. Throws `too-many-profile-sets`, `profile-set-faulty`, `not-recorded`. */
export async function createProfileSet(
  person: Person,
  facts: RequestFacts,
  given: unknown,
): Promise<{ id: string; version: number }> {
  if ((await countProfileSets(person.id)) >= mostSets) {
    throw new PortalError("too-many-profile-sets", `person ${person.id}`);
  }
  const draft = await checked(person, "new", given);
  const { title, sharedWith } = draft;
  const id = newId(title);
  const created: Event = {
    kind: "profile-set.created",
    detail: { set: id, title, groups: sharedWith.length },
  };
  const events = sharedWith.length > 0 ? [created, shared(id, draft)] : [created];
  return await recorded(person, facts, events, async () => {
    const added = await addProfileSet(person.id, {
      id,
      ...draft,
      changes: "made",
      savedBy: calledBy(person),
    });
    if (!added) throw new PortalError("unexpected", `the id ${id} was taken`);
    return { id, version: 1 };
  });
}

const parts: Readonly<Record<keyof ProfileSet, string>> = {
  selection: "which roles",
  nameTemplate: "names",
  kind: "kind of profile",
  chains: "assumed roles",
  regions: "regions",
  defaults: "settings",
  aliasDays: "how long old names stay",
};

/** Stored objects come back with their keys in another order. */
function alike(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return Object.is(one, other);
  }
  const [own, others] = [Object.entries(one), new Map(Object.entries(other))];
  return own.length === others.size && own.every(([key, value]) => alike(value, others.get(key)));
}

function changesBetween(before: ProfileSetDraft, after: ProfileSetDraft): string[] {
  const keys = Object.keys(parts) as (keyof ProfileSet)[];
  return [
    ...(before.title === after.title ? [] : ["title"]),
    ...keys.filter((key) => !alike(before.set[key], after.set[key])).map((key) => parts[key]),
  ];
}

/**
 * Answers the version that counts from now on. Throws `page-outdated` where somebody else saved since `version`, `not-found` for whoever
 * does not own it, and what making one throws.
 */
export async function updateProfileSet(
  person: Person,
  facts: RequestFacts,
  { id, version, ...given }: { id: string; version: number } & Record<string, unknown>,
): Promise<{ id: string; version: number }> {
  const before = await ownSet(person, id);
  const draft = await checked(person, id, given);
  if (before.version !== version) {
    throw new PortalError("page-outdated", `version ${version} of ${id} is not the latest`);
  }
  const { title, sharedWith, set } = before;
  const changes = changesBetween({ title, sharedWith: [...sharedWith], set }, draft);
  const regrouped = !alike([...sharedWith].sort(), [...draft.sharedWith].sort());
  if (changes.length === 0 && !regrouped) return { id, version };

  const all = [...changes, ...(regrouped ? ["groups"] : [])].join(", ");
  const detail = { set: id, title: draft.title, version: version + 1, changes: all };
  const events: Event[] = [{ kind: "profile-set.changed", detail }];
  if (regrouped) events.push(shared(id, draft));
  return await recorded(person, facts, events, async () => {
    const saved = await changeProfileSet(version, { id, ...draft, changes: all, savedBy: calledBy(person) });
    if (saved === null) throw new PortalError("page-outdated", `${id} was saved by somebody else`);
    return { id, version: saved };
  });
}

/** By its owner, or by an administrator. Throws `not-found`. */
export async function removeProfileSet(
  person: Person,
  facts: RequestFacts,
  { id, administrator }: { id: string; administrator: boolean },
): Promise<void> {
  const found = administrator ? await heldSet(person, id) : await ownSet(person, id);
  const owner = found.ownerId !== null && found.ownerId !== person.id ? { owner: found.ownerId } : {};
  const deleted: Event = { kind: "profile-set.deleted", detail: { set: id, title: found.title, ...owner } };
  await recorded(person, facts, [deleted], async () => {
    if (!(await deleteProfileSet(id))) throw new PortalError("not-found", `${id} was gone already`);
  });
}
