/** For Granted: profiles with its own keys, and a registry that its users add by address. Alone knows Granted's names. */

import { stringify } from "yaml";
import { readStartUrl } from "@/lib/core/start-url";
import { configText, type ProfileBlock, type ProfileSection, type Setting } from "./profile-block";
import type { ProfileFormat } from "./profile-format";
import type { ProfileInstance } from "./profile-grant";

/**
 * Granted signs in by itself and hands keys to other tools as a `credential_process`. The mark by which Granted prunes what it
 * wrote itself is left out: these profiles are not its own.
 */
export const granted: ProfileFormat = {
  id: "granted",
  label: "Granted",
  whenToUse: "For people who use assume and whose AWS tools ask Granted for keys.",
  files: ({ block, instances }) => [
    {
      fileName: "config",
      text: configText({
        sessions: [],
        profiles: block.profiles.map((profile) => withGrantedKeys(profile, instances)),
      }),
    },
  ],
};

export const grantedRegistry: ProfileFormat = {
  id: "granted-registry",
  label: "Granted registry",
  whenToUse: "For a git repository that a team adds with granted registry add.",
  files: ({ block, instances }) => [
    { fileName: "granted.yml", text: stringify({ awsConfig: ["config"] }) },
    ...granted.files({ block, instances }),
  ],
};

function withGrantedKeys(
  profile: ProfileBlock["profiles"][number],
  instances: readonly ProfileInstance[],
): ProfileSection {
  const { from, name } = profile;
  const instance = instances.find(({ id }) => id === from?.grant.instance);
  if (from === null || !instance) return profile;
  const own: readonly Setting[] = [
    ["granted_sso_start_url", readStartUrl(instance.startUrl)?.url ?? instance.startUrl],
    ["granted_sso_region", instance.region],
    ["granted_sso_account_id", from.grant.accountId],
    ["granted_sso_role_name", from.grant.role],
    ["granted_sso_registration_scopes", "sso:account:access"],
    ["credential_process", `granted credential-process --profile ${name}`],
  ];
  const rest = profile.settings.filter(([key]) => !/^(sso_|credential_process$)/.test(key));
  return { ...profile, settings: [...own, ...rest] };
}
