/** Start URLs that are none, are spelled otherwise, or belong to another region. */

import { readStartUrl } from "@/lib/core/start-url";
import { type LintedFile, type LintedSection, replaced, valueAt } from "./lint-file";
import type { ProfileInstance } from "./profile-grant";

const identityProviders =
  /(^|\.)(okta|oktapreview|onelogin|auth0|pingone|duosecurity|jumpcloud)\.com$|(^|\.)(login|myapps)\.microsoft(online)?\.com$|^accounts\.google\.com$/;

export function lintStartUrl(file: LintedFile, one: LintedSection): void {
  const key = one.keys.get("sso_start_url");
  if (!key || key.value === "" || /\s[#;]/.test(key.value)) return;
  const read = readStartUrl(key.value);
  if (!read || read.kind === "vanity") {
    const host = URL.canParse(key.value) ? new URL(key.value).hostname : "";
    const message = identityProviders.test(host)
      ? "sso_start_url is the identity provider's address, not that of the AWS access portal."
      : "sso_start_url is no address of an AWS access portal.";
    file.say("start-url-foreign", key, message);
  } else if (read.url !== key.value) {
    file.say("start-url-variant", key, "sso_start_url is spelled in an unusual way.", {
      title: `Write ${read.url}`,
      edits: [replaced(key, read.url)],
    });
  }
}

export function lintHome(file: LintedFile, one: LintedSection, instances: readonly ProfileInstance[]): void {
  const key = one.keys.get("sso_region");
  const read = readStartUrl(valueAt(one, "sso_start_url") ?? "");
  if (!key || !read) return;
  const known = instances.find(({ startUrl }) => readStartUrl(startUrl)?.url === read.url);
  const home = known?.region ?? read.region;
  if (home === null || home === key.value) return;
  file.say("session-region", key, `This sign-in lives in ${home}.`, {
    title: `Write ${home}`,
    edits: [replaced(key, home)],
  });
}
