/** A saved set as files for one person: in every form on their page, and as `~/.aws/config` for their machines. */

import "server-only";
import { createHash } from "node:crypto";
import type { Person } from "@/lib/core/person";
import { PortalError } from "@/lib/core/portal-error";
import type { ProblemCode } from "@/lib/core/problems";
import type { RequestFacts } from "@/lib/core/request-facts";
import { instances } from "@/lib/env";
import type { Machine as AdmittedMachine } from "@/lib/portal/admit-machine";
import { listAccess } from "@/lib/portal/list-access";
import { profileInstances } from "@/lib/portal/profile-grants";
import { heldSet, setOfMachine } from "@/lib/portal/profile-sets";
import { renderProfiles } from "@/lib/portal/render-profiles";
import { type Machine, machineFault } from "@/lib/profiles/credential-process";
import { configText, type ProfileBlock } from "@/lib/profiles/profile-block";
import type { ProfileFile } from "@/lib/profiles/profile-format";
import { type ProfileFormatId, profileFormats } from "@/lib/profiles/profile-formats";
import { refreshState } from "@/lib/store/inventory-refresh";
import { noteSubscriber } from "@/lib/store/profile-set-subscribers";

export type ProfileFiles = {
  files: readonly ProfileFile[];
  block: ProfileBlock;
  profiles: number;
  /** What is left out and why, each in a sentence. */
  notes: readonly string[];
  version: number;
};

/** Throws `not-found`. */
export async function profileFiles(
  person: Person,
  { id, format, machine }: { id: string; format: ProfileFormatId; machine: Machine | null },
): Promise<ProfileFiles> {
  const { set, version, hold } = await heldSet(person, id);
  // Whoever only looks after others' sets gives no names in them.
  const keep = hold !== "administrator";
  const { block, faults, skipped, names } = await renderProfiles(
    { person, grants: null },
    { id, set, machine, keep },
  );
  return {
    files: profileFormats[format].files({ block, instances: profileInstances() }),
    block,
    profiles: block.profiles.length,
    notes: [
      ...names.faults.slice(0, 5),
      ...faults,
      ...skipped.map((name) => `${name} is left out: the role that it starts from is not yours.`),
    ],
    version,
  };
}

/** So long a machine waits for AWS before it gets what is known. A later fetch has the rest. Milliseconds. */
const patienceMs = 4_000;

/** Asks AWS for what is due, as a visit of the person would. Answers why it could not, where it could not. */
async function broughtUpToDate(person: Person, facts: RequestFacts): Promise<ProblemCode | null> {
  const signal = AbortSignal.timeout(patienceMs);
  const late = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null)));
  const read = async () => {
    let problem: ProblemCode | null = null;
    for await (const line of listAccess(person, facts, { since: new Date() }, signal)) {
      if (line.kind === "instance-failed") problem = line.problem;
    }
    return problem;
  };
  const reading = read();
  reading.catch(() => undefined);
  return await Promise.race([reading, late]);
}

/** An empty list that nobody has told is no list: by it, a machine would throw its profiles away. */
async function mustHaveList(person: Person, problem: ProblemCode | null): Promise<void> {
  const states = await Promise.all(instances().map(({ id }) => refreshState(person.id, id)));
  if (states.some((state) => state?.accountsAt)) return;
  throw new PortalError(problem ?? "aws-slow", "no list of this person has ever been told");
}

export type FetchedProfiles = { text: string; etag: string };

/**
 * The set as `~/.aws/config` for a machine: the roles of its person, as far as its token goes. The ETag is of these very bytes. Throws
 * `not-found` for whatever is not the person's, and what AWS's absence throws before there ever was a list.
 */
export async function fetchProfiles(
  { person, token }: AdmittedMachine,
  facts: RequestFacts,
  { id, home }: { id: string; home: string | null },
): Promise<FetchedProfiles> {
  const { set, version } = await setOfMachine(person, id);
  await mustHaveList(person, await broughtUpToDate(person, facts));
  const machine: Machine | null = home === null ? null : { system: "unix", home };
  if (set.kind === "credential-process" && (machine === null || machineFault(machine) !== null)) {
    throw new PortalError("invalid-input", "home: the machine's home folder is needed for this set");
  }
  const viewer = { person, grants: token.grants };
  const { block } = await renderProfiles(viewer, { id, set, machine, keep: true });
  const text = configText(block);
  const etag = `"${createHash("sha256").update(text).digest("base64url")}"`;
  await noteSubscriber(id, token.id, { version, client: facts.userAgent }).catch(() => undefined);
  return { text, etag };
}
