/** What a merge changes, section by section. */

import { type ProfileBlock, profileHeader, sectionText, sessionHeader } from "./profile-block";

/** Names of profiles; sign-ins as `sso-session x`. Each list in the order of the file. */
export type Change = {
  added: readonly string[];
  changed: readonly string[];
  removed: readonly string[];
  kept: readonly string[];
};

type Sections = ReadonlyMap<string, string>;

export function newSections(block: ProfileBlock | null): {
  sessions: Sections;
  profiles: Sections;
  usedSessions: ReadonlySet<string>;
} {
  const sessions = (block?.sessions ?? []).map((session) => {
    const header = sessionHeader(session);
    return [header, sectionText(header, session.settings, "\n")] as const;
  });
  const profiles = (block?.profiles ?? []).map((profile) => {
    const header = profileHeader(profile);
    return [header, sectionText(header, profile.settings, "\n")] as const;
  });
  const used = (block?.profiles ?? []).flatMap(({ settings }) =>
    settings.filter(([key]) => key === "sso_session").map(([, name]) => name),
  );
  return { sessions: new Map(sessions), profiles: new Map(profiles), usedSessions: new Set(used) };
}

/** Header and text of each section of a block of ours. Line ends are `\n`, empty lines between sections left out. */
export function sectionsWithin(block: string): Sections {
  const found = new Map<string, string>();
  const text = block.replace(/\r\n?/g, "\n").replace(/^# END SALLYPORT .*$/m, "");
  for (const part of text.split(/^(?=\[)/m)) {
    const [, header] = /^\[(.*)\]\n/.exec(part) ?? [];
    if (header !== undefined) found.set(header, `${part.trimEnd()}\n`);
  }
  return found;
}

export function changesBetween(before: Sections, after: Sections): Change {
  const name = (header: string) => header.replace(/^profile /, "");
  const added: string[] = [];
  const changed: string[] = [];
  const kept: string[] = [];
  for (const [header, text] of after) {
    const old = before.get(header);
    (old === undefined ? added : old === text ? kept : changed).push(name(header));
  }
  const removed = [...before.keys()].filter((header) => !after.has(header)).map(name);
  return { added, changed, removed, kept };
}
