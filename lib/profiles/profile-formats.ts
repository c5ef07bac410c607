/** Every form in which a set leaves Sallyport, in the order in which people are offered them. To add one: write its file and name it here. */

import { awsSsoCli } from "./aws-sso-cli";
import { firefoxContainers } from "./firefox-containers";
import { granted, grantedRegistry } from "./granted";
import { configText } from "./profile-block";
import type { ProfileFormat } from "./profile-format";
import { profilesJson } from "./profiles-json";
import { switchRoles } from "./switch-roles";

const config: ProfileFormat = {
  id: "config",
  label: "~/.aws/config",
  whenToUse: "For the AWS CLI, the SDKs, Terraform and whatever else reads profiles.",
  files: ({ block }) => [{ fileName: "config", text: configText(block) }],
};

export const profileFormats = {
  config,
  granted,
  "granted-registry": grantedRegistry,
  "aws-sso-cli": awsSsoCli,
  "switch-roles": switchRoles,
  "firefox-containers": firefoxContainers,
  json: profilesJson,
} as const satisfies Record<string, ProfileFormat>;

export type ProfileFormatId = keyof typeof profileFormats;

/** Whether a remembered or requested word is a form of ours. */
export function isProfileFormatId(word: unknown): word is ProfileFormatId {
  return typeof word === "string" && Object.hasOwn(profileFormats, word);
}
