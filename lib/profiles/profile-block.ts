/** A rendered set, before it is text in one of its forms. */

import type { NamedProfile } from "./name-profiles";

export type Setting = readonly [key: string, value: string];

export type SessionSection = { name: string; settings: readonly Setting[] };

export type ProfileSection = {
  name: string;
  settings: readonly Setting[];
  /** What a person can take; null for a role that is assumed from elsewhere. */
  from: NamedProfile | null;
  /** Set where this is an older name: the name that the profile has now. */
  aliasOf: string | null;
};

export type ProfileBlock = {
  setId: string;
  /** Where it comes from, for whoever finds it in a file: PORTAL_URL. */
  source: string;
  /** Sign-ins. Sets of one file share them. */
  sessions: readonly SessionSection[];
  /** In the order of their names. */
  profiles: readonly ProfileSection[];
};

/** A key with a dot stands in a block within the section: `s3.addressing_style`. Blocks come last: JavaScript does not see where they end. */
export function sectionText(header: string, settings: readonly Setting[], eol: string): string {
  let text = `[${header}]${eol}`;
  let nested = "";
  let inside = "";
  for (const [key, value] of settings) {
    const dot = key.indexOf(".");
    if (dot < 0) {
      text += `${key} = ${value}${eol}`;
      continue;
    }
    const outer = key.slice(0, dot);
    if (outer !== inside) nested += `${outer} =${eol}`;
    inside = outer;
    nested += `  ${key.slice(dot + 1)} = ${value}${eol}`;
  }
  return text + nested;
}

export function sessionHeader({ name }: SessionSection): string {
  return `sso-session ${name}`;
}

export function profileHeader({ name }: ProfileSection): string {
  return `profile ${name}`;
}

/** All of it as a config file of its own: no marker lines, `\n` at each end. */
export function configText({ sessions, profiles }: Pick<ProfileBlock, "sessions" | "profiles">): string {
  const parts = [
    ...sessions.map((session) => sectionText(sessionHeader(session), session.settings, "\n")),
    ...profiles.map((profile) => sectionText(profileHeader(profile), profile.settings, "\n")),
  ];
  return parts.join("\n");
}
