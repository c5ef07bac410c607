/** Sign-ins through IAM Identity Center: sessions, and profiles that use them. */

import {
  addedLine,
  type Fix,
  type LintedFile,
  type LintedSection,
  replaced,
  valueAt,
  withoutKeys,
} from "./lint-file";
import { lintHome, lintStartUrl } from "./lint-start-url";
import type { ProfileInstance } from "./profile-grant";

type Sessions = {
  sessions: ReadonlyMap<string, LintedSection>;
  /** The first of them, among which one is looked for that was meant. */
  few: readonly (readonly [string, LintedSection])[];
};

export function lintSessions(file: LintedFile, instances: readonly ProfileInstance[]): void {
  const sessions = new Map<string, LintedSection>();
  for (const one of file.sections) {
    if (one.meaning?.kind === "sso-session") sessions.set(one.meaning.name, one);
  }
  const few = [...sessions].slice(0, 50);
  for (const one of file.sections) {
    if (one.meaning?.kind === "sso-session") lintSession(file, one);
    else if (one.meaning?.kind === "profile") lintProfile(file, one, { sessions, few });
    else continue;
    lintStartUrl(file, one);
    lintHome(file, one, instances);
  }
}

function lintSession(file: LintedFile, one: LintedSection): void {
  const missing = ["sso_start_url", "sso_region"].filter((key) => !valueAt(one, key));
  for (const key of missing)
    file.say("incomplete-session", one.section, `[${one.section.header}] has no ${key}.`);
  if (valueAt(one, "sso_registration_scopes")) return;
  const edits = [addedLine(file, one.section, "sso_registration_scopes = sso:account:access")];
  file.say("no-registration-scopes", one.section, `[${one.section.header}] has no sso_registration_scopes.`, {
    title: "Add the scope",
    edits,
  });
}

function lintProfile(file: LintedFile, one: LintedSection, { sessions, few }: Sessions): void {
  const name = one.meaning?.name ?? "";
  const key = one.keys.get("sso_session");
  const session = key && sessions.get(key.value);
  if (key && !session) {
    const meant = (few.length === 1 ? few : few.filter(([known]) => isAlmost(known, key.value)))[0]?.[0];
    const fix = meant === undefined ? null : { title: `Write ${meant}`, edits: [replaced(key, meant)] };
    file.say("missing-session", key, `There is no [sso-session ${key.value}].`, fix);
  }
  if (session) {
    const differing = ["sso_start_url", "sso_region"].filter(
      (it) => one.keys.has(it) && valueAt(one, it) !== valueAt(session, it),
    );
    for (const it of differing) {
      const own = one.keys.get(it);
      if (own)
        file.say("session-disagrees", own, `${it} of ${name} differs from its session's.`, {
          title: "Remove it here",
          edits: withoutKeys(file, [own]),
        });
    }
  } else if (!key && one.keys.has("sso_start_url")) lintLegacy(file, one, { sessions, few });
  const [account, role] = [one.keys.get("sso_account_id"), one.keys.get("sso_role_name")];
  if ((account === undefined) !== (role === undefined)) {
    file.say(
      "incomplete-sso",
      one.section,
      `${name} has no ${account ? "sso_role_name" : "sso_account_id"}.`,
    );
  }
}

function isAlmost(one: string, other: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  return (
    plain(one) === plain(other) || plain(one).startsWith(plain(other)) || plain(other).startsWith(plain(one))
  );
}

/** The old way to say it: each profile for itself. */
function lintLegacy(file: LintedFile, one: LintedSection, { sessions, few }: Sessions): void {
  const url = valueAt(one, "sso_start_url") ?? "";
  const region = valueAt(one, "sso_region") ?? "";
  const old = ["sso_start_url", "sso_region", "sso_registration_scopes"].flatMap(
    (key) => one.keys.get(key) ?? [],
  );
  const same = few.find(
    ([, it]) => valueAt(it, "sso_start_url") === url && valueAt(it, "sso_region") === region,
  );
  const host = URL.canParse(url) ? new URL(url).hostname.split(".")[0] : undefined;
  const name = same?.[0] ?? (host && !sessions.has(host) ? host : undefined);
  file.say(
    "legacy-sso",
    old[0] ?? one.section,
    `${one.meaning?.name} says its sign-in itself.`,
    name && region ? asSession() : null,
  );

  function asSession(): Fix {
    const { eol, text } = file;
    const [begins, ends] = [/[\r\n]$/.test(text) ? eol : eol + eol, eol];
    const lines = [
      `[sso-session ${name}]`,
      `sso_start_url = ${url}`,
      `sso_region = ${region}`,
      "sso_registration_scopes = sso:account:access",
    ];
    const added = { from: text.length, to: text.length, insert: begins + lines.join(eol) + ends };
    const edits = [
      addedLine(file, one.section, `sso_session = ${name}`),
      ...withoutKeys(file, old),
      ...(same ? [] : [added]),
    ];
    return { title: `Use an sso-session, ${name}`, edits };
  }
}
