/** Names that people know from other tools, as templates. */

export type NamePreset = { id: string; label: string; template: string };

/**
 * A name that some AWS tool could not read is made readable afterwards, whatever the template. Names for regions after the first
 * get `.usea1` and the like, as aws-sso-util does it, unless the template says the region itself.
 */
export const namePresets: readonly NamePreset[] = [
  { id: "aws-cli", label: "AWS CLI: Role-123456789012", template: "{role}-{account_id}" },
  { id: "aws-portal", label: "AWS access portal: 123456789012_Role", template: "{account_id}_{role}" },
  { id: "granted", label: "Granted: account/Role", template: '{account_name | replace(" ", "-")}/{role}' },
  { id: "aws-sso-cli", label: "aws-sso-cli: account:Role", template: "{account_name | nospace}:{role}" },
  { id: "aws-sso-util", label: "aws-sso-util: account.Role", template: "{account_name | safe}.{role}" },
];
