/** Where a profile gets its keys from: from another profile, from several places, from none. */

import { roleSeconds } from "@/lib/core/assume-role";
import { addedLine, type LintedFile, type LintedSection, replaced, valueAt, withoutKeys } from "./lint-file";
import { hasStaticKeys } from "./lint-secrets";
import { isSignIn, lintWays } from "./lint-ways";

type Profiles = ReadonlyMap<string, LintedSection>;

export function lintSources(config: LintedFile, credentials: LintedFile | null): void {
  const profiles = profilesOf(config);
  const secret = credentials ? profilesOf(credentials) : new Map<string, LintedSection>();
  const services = new Set(
    config.sections.flatMap(({ meaning }) => (meaning?.kind === "services" ? [meaning.name] : [])),
  );
  const usual = usualRegion(profiles);
  const folded = new Map([...profiles.keys()].map((name) => [name.toLowerCase(), name]));
  const alike = (name: string) => folded.get(name.toLowerCase());
  for (const [name, one] of profiles) {
    lintRole(config, one, { name, profiles, secret, alike });
    lintWays(config, credentials, one, secret.get(name));
    const service = one.keys.get("services");
    if (service && !services.has(service.value))
      config.say("missing-services", service, `There is no [services ${service.value}].`);
    const getsKeys = [...one.keys.keys()].some((key) =>
      /^(sso_|role_arn|credential_process|login_session|aws_access)/.test(key),
    );
    if (getsKeys && !one.keys.has("region") && !secret.get(name)?.keys.has("region")) {
      const edits = usual === undefined ? [] : [addedLine(config, one.section, `region = ${usual}`)];
      config.say(
        "no-region",
        one.section,
        `${name} has no region.`,
        usual === undefined ? null : { title: `Add ${usual}`, edits },
      );
    }
  }
}

function profilesOf({ sections }: LintedFile): Profiles {
  return new Map(
    sections.flatMap((one) => (one.meaning?.kind === "profile" ? [[one.meaning.name, one] as const] : [])),
  );
}

function usualRegion(profiles: Profiles): string | undefined {
  const counts = new Map<string, number>();
  for (const one of profiles.values()) {
    const region = valueAt(one, "region");
    if (region) counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}

type Around = {
  name: string;
  profiles: Profiles;
  secret: Profiles;
  /** A profile whose name differs in case alone. */
  alike(name: string): string | undefined;
};

function lintRole(file: LintedFile, one: LintedSection, { name, profiles, secret, alike }: Around): void {
  const arn = one.keys.get("role_arn");
  const source = one.keys.get("source_profile");
  const machine = one.keys.get("credential_source");
  if (!arn || one.keys.has("web_identity_token_file")) return;
  if (source && machine) {
    const fix = { title: "Remove credential_source", edits: withoutKeys(file, [machine]) };
    file.say("source-count", machine, `${name} has source_profile and credential_source.`, fix);
  } else if (!source && !machine) {
    file.say("source-count", arn, `${name} has a role and no source_profile or credential_source.`);
  }
  if (machine && !/^(Environment|Ec2InstanceMetadata|EcsContainer)$/.test(machine.value)) {
    file.say(
      "bad-role-setting",
      machine,
      "credential_source takes Environment, Ec2InstanceMetadata or EcsContainer.",
    );
  }
  if (!source) return;
  const from = profiles.get(source.value);
  if (!from && !secret.has(source.value)) {
    const meant = alike(source.value);
    const fix = meant === undefined ? null : { title: `Write ${meant}`, edits: [replaced(source, meant)] };
    file.say("missing-source", source, `There is no profile ${source.value}.`, fix);
  } else if (isCircular(name, profiles, secret))
    file.say("circular-source", source, `${name} is its own source, by way of others.`);
  const seconds = one.keys.get("duration_seconds");
  const isRole = from && (from.keys.has("role_arn") || isSignIn(from));
  if (seconds && isRole && Number(seconds.value) > roleSeconds.mostBetweenRoles) {
    const most = String(roleSeconds.mostBetweenRoles);
    file.say(
      "duration-between-roles",
      seconds,
      `${name} asks for ${seconds.value} seconds, from another role.`,
      { title: `Write ${most}`, edits: [replaced(seconds, most)] },
    );
  }
}

/** Longer ways from profile to profile nobody follows. */
const mostSteps = 100;

/** A profile may be its own source where it holds keys itself. */
function isCircular(name: string, profiles: Profiles, secret: Profiles): boolean {
  const seen = new Set([name]);
  for (let at = profiles.get(name); at; ) {
    const next = at.keys.has("role_arn") ? valueAt(at, "source_profile") : undefined;
    if (next === undefined) return false;
    const target = profiles.get(next);
    const held = [target, secret.get(next)].some((it) => it !== undefined && hasStaticKeys(it));
    if (next === at.meaning?.name) return !held;
    if (next === name) return true;
    if (seen.has(next) || seen.size > mostSteps) return false;
    seen.add(next);
    at = target;
  }
  return false;
}
