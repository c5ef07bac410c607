/** Profiles that have several ways to keys, of which tools choose different ones. */

import { type LintedFile, type LintedSection, withoutKeys } from "./lint-file";
import { hasStaticKeys, secretsOf } from "./lint-secrets";

/** Whether the profile signs in through IAM Identity Center. */
export function isSignIn({ keys }: LintedSection): boolean {
  return ["sso_session", "sso_start_url", "sso_account_id"].some((key) => keys.has(key));
}

export function lintWays(
  config: LintedFile,
  credentials: LintedFile | null,
  one: LintedSection,
  secret: LintedSection | undefined,
): void {
  const name = one.meaning?.name;
  const isSso = isSignIn(one);
  for (const [file, holder] of [
    [config, one],
    [credentials, secret],
  ] as const) {
    if (!file || !holder || !isSso || !hasStaticKeys(holder)) continue;
    const keys = secretsOf(holder);
    file.say(
      "static-beside-sso",
      keys[0] ?? holder.section,
      `${name} signs in, and has keys of its own too.`,
      { title: "Remove the keys", edits: withoutKeys(file, keys) },
    );
  }
  const login = one.keys.get("login_session");
  const other =
    isSso ||
    one.keys.has("role_arn") ||
    one.keys.has("credential_process") ||
    hasStaticKeys(one) ||
    (secret !== undefined && hasStaticKeys(secret));
  if (login && other)
    config.say("login-with-others", login, `${name} has login_session and another way to keys.`);
}
