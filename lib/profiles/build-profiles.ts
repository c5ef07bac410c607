/** From a set and its names to the sections of `~/.aws/config`. Nothing in them is a secret. */

import { valueFault } from "@/lib/core/config-settings";
import type { ProfileSet } from "@/lib/core/profile-set";
import { readStartUrl } from "@/lib/core/start-url";
import { type ChainedSet, chainedProfiles } from "./chained";
import { addressFault, credentialProcess, type Machine, machineFault } from "./credential-process";
import type { NamedProfile } from "./name-profiles";
import type { ProfileBlock, ProfileSection, SessionSection, Setting } from "./profile-block";
import type { ProfileInstance } from "./profile-grant";

export type BuildInput = {
  setId: string;
  set: Pick<ProfileSet, "kind"> & ChainedSet;
  /** Those of `nameProfiles` that are for this person. */
  named: readonly NamedProfile[];
  instances: readonly ProfileInstance[];
  /** PORTAL_URL. */
  portalUrl: string;
  /** Only `credential-process` asks for it. */
  machine: Machine | null;
};

export type Built = {
  block: ProfileBlock;
  /** Names of chains whose source this person does not have. */
  skipped: readonly string[];
  /** What was left out and why, each in a sentence. */
  faults: readonly string[];
};

/** Pure: the same input gives the same block. Never throws. */
export function buildProfiles({ setId, set, named, instances, portalUrl, machine }: BuildInput): Built {
  const ways = set.kind === "sso-session" ? bySession(instances) : byProcess(instances, machine, portalUrl);
  const usable = named.filter(({ grant }) => ways.keys.has(grant.instance));
  const defaults = Object.entries(set.defaults);
  const profiles = usable.flatMap((profile) => sectionsOf(profile, ways, defaults));
  const chained = chainedProfiles(set, usable);

  const used = new Set(usable.map(({ grant }) => grant.instance));
  const unknown = new Set(
    named.map(({ grant }) => grant.instance).filter((id) => !instances.some((it) => it.id === id)),
  );
  return {
    block: {
      setId,
      source: portalUrl,
      sessions: ways.sessions.filter(({ instance }) => used.has(instance)).map(({ section }) => section),
      profiles: [...profiles, ...chained.sections].sort((one, other) => (one.name < other.name ? -1 : 1)),
    },
    skipped: chained.skipped,
    faults: [
      ...ways.faults,
      ...[...unknown].map((id) => `Nothing is known of the instance ${id}, so its profiles are left out.`),
      ...chained.faults,
    ],
  };
}

type Ways = {
  /** How a grant's keys are got, for each instance that has a way. */
  keys: ReadonlyMap<string, (profile: NamedProfile) => readonly Setting[]>;
  sessions: readonly { instance: string; section: SessionSection }[];
  faults: readonly string[];
};

function bySession(instances: readonly ProfileInstance[]): Ways {
  const spelled = instances.map((instance) => ({
    ...instance,
    name: `sallyport-${instance.id}`,
    url: readStartUrl(instance.startUrl)?.url ?? instance.startUrl,
  }));
  const usable = spelled.filter(({ url, region }) => valueFault(url) === null && valueFault(region) === null);
  return {
    keys: new Map(
      usable.map(({ id, name }) => [
        id,
        ({ grant }) => [
          ["sso_session", name],
          ["sso_account_id", grant.accountId],
          ["sso_role_name", grant.role],
        ],
      ]),
    ),
    sessions: usable.map(({ id, name, url, region }) => ({
      instance: id,
      section: {
        name,
        settings: [
          ["sso_start_url", url],
          ["sso_region", region],
          // Without it there is no refresh token, and the sign-in ends after an hour or so.
          ["sso_registration_scopes", "sso:account:access"],
        ],
      },
    })),
    faults: spelled
      .filter((one) => !usable.includes(one))
      .map(({ id }) => `The start URL or region of ${id} cannot stand in a config file.`),
  };
}

function byProcess(instances: readonly ProfileInstance[], machine: Machine | null, portalUrl: string): Ways {
  const fault = machine
    ? (machineFault(machine) ?? addressFault(portalUrl))
    : "Say the home folder of the machine first.";
  if (fault !== null || machine === null)
    return { keys: new Map(), sessions: [], faults: fault ? [fault] : [] };
  const process = ({ grant }: NamedProfile): readonly Setting[] => [
    ["credential_process", credentialProcess(grant, machine, portalUrl)],
  ];
  return { keys: new Map(instances.map(({ id }) => [id, process])), sessions: [], faults: [] };
}

function sectionsOf(profile: NamedProfile, { keys }: Ways, defaults: readonly Setting[]): ProfileSection[] {
  const { name, aliases, region, grant } = profile;
  const settings: Setting[] = [...(keys.get(grant.instance)?.(profile) ?? [])];
  if (region !== null) settings.push(["region", region]);
  settings.push(...defaults);
  return [
    { name, settings, from: profile, aliasOf: null },
    ...aliases.map((alias) => ({ name: alias, settings, from: profile, aliasOf: name })),
  ];
}
