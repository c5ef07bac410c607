/** Sections that some tool does not see, or takes for another. */

import { readableProfileName } from "@/lib/core/aws-profile-name";
import { javascriptMeaning, type Meaning } from "./ini-meaning";
import type { Fix, LintedFile, LintedSection } from "./lint-file";
import { isProfileKey } from "./lint-values";

export function lintNames(file: LintedFile): void {
  const taken = new Map<string, LintedSection>();
  for (const one of file.sections) {
    const { section, meaning } = one;
    if (section.header === "DEFAULT") {
      file.say("default-capitals", section, "[DEFAULT] in capitals is no profile.", null);
      continue;
    }
    if (file.kind === "credentials") lintCredentialsName(file, one, taken);
    else if (meaning) lintSeen(file, one, meaning);
    else lintUnseen(file, one);
    const id = meaning ? `${meaning.kind} ${meaning.name}` : null;
    if (id !== null) noteTwice(file, one, id, taken);
  }
}

function noteTwice(
  file: LintedFile,
  one: LintedSection,
  id: string,
  taken: Map<string, LintedSection>,
): void {
  const before = taken.get(id.toLowerCase());
  const name = one.meaning?.name ?? "";
  if (!before) taken.set(id.toLowerCase(), one);
  else if (before.meaning?.name !== name)
    file.say("names-alike", one.section, `${before.meaning?.name} and ${name} differ in case alone.`);
  else if (name === "default" && file.kind === "config" && before.section.header !== one.section.header) {
    file.say("two-defaults", one.section, "There is [default] and [profile default].");
  } else if (before.section.header !== one.section.header) {
    file.say("duplicate-profile", one.section, `${name} stands here a second time, spelled in another way.`);
  }
}

function lintUnseen(file: LintedFile, { section }: LintedSection): void {
  const begins = /^(profile|sso-session|services)(?=["'\s])\s*(.*)$/s.exec(section.header);
  const inJavascript = javascriptMeaning(`[${section.header}]`);
  if (begins || (inJavascript && inJavascript !== "refused")) {
    const [, kind = "profile", rest = section.header.replace(/^[\w-]+\./, "")] = begins ?? [];
    const message = begins
      ? `No tool reads the name in [${section.header}].`
      : `Only one tool reads [${section.header}].`;
    file.say("unreadable-name", section, message, renaming(file, section.header, section.from, kind, rest));
  } else if (section.keys.some(({ key }) => isProfileKey(key))) {
    const edits = [{ from: section.from + 1, to: section.from + 1, insert: "profile " }];
    const fix = /^[\w.@+:/-]+$/.test(section.header) ? { title: "Add the word profile", edits } : null;
    file.say("no-profile-prefix", section, `[${section.header}] is no profile in this file.`, fix);
  }
}

function lintSeen(file: LintedFile, { section }: LintedSection, meaning: Meaning): void {
  const line = file.text.slice(section.from, section.to);
  const other = javascriptMeaning(line);
  const shadows = meaning.kind === "profile" && /^(sso-session|services)\./.test(meaning.name);
  const fix = () => renaming(file, section.header, section.from, meaning.kind, meaning.name);
  if (other === "refused")
    file.say("refused-name", section, `A profile cannot be called ${meaning.name}.`, fix());
  else if (other?.kind !== meaning.kind || other.name !== meaning.name || shadows) {
    file.say(
      "unreadable-name",
      section,
      `Not every tool reads [${section.header}] as ${meaning.kind} ${meaning.name}.`,
      fix(),
    );
  }
}

function lintCredentialsName(
  file: LintedFile,
  { section }: LintedSection,
  taken: ReadonlyMap<string, LintedSection>,
): void {
  const { header, from } = section;
  const bare = /^profile\s+(\S+)$/.exec(header)?.[1];
  if (bare !== undefined) {
    const edits = [{ from: from + 1, to: from + 1 + header.length, insert: bare }];
    const isFree = !taken.has(`profile ${bare.toLowerCase()}`);
    file.say(
      "prefix-in-credentials",
      section,
      `This profile is called "${header}" here.`,
      isFree ? { title: "Take the word away", edits } : null,
    );
  } else if (header === "__proto__")
    file.say("refused-name", section, "A profile cannot be called __proto__.");
  else if (!/^[\w.@+%:/-]+$/.test(header))
    file.say("unreadable-name", section, `Not every tool reads the name "${header}".`);
}

/** Another name in the same place, where nothing else has it. Who used the old one has to be told; nobody else knows them. */
function renaming(file: LintedFile, header: string, from: number, kind: string, name: string): Fix | null {
  const readable = readableProfileName(
    name.replace(/["']/g, "").replace(/^(sso-session|services)\./, ""),
  ).replace(/^__proto__$/, "proto");
  const next = `${kind} ${readable}`;
  const isTaken = next !== header && file.headers.has(next);
  if (readable === "" || isTaken || next === header) return null;
  return {
    title: `Call it ${readable}`,
    edits: [{ from: from + 1, to: from + 1 + header.length, insert: next }],
  };
}
