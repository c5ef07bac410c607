/** Keys and values that tools read differently, or do not take. */

import { assumeRoleFault, isAssumeRoleKey } from "@/lib/core/assume-role";
import { isSettingKey, settingChoices, settingFault } from "@/lib/core/config-settings";
import { isLoopbackHost } from "@/lib/core/loopback";
import type { IniKey } from "./ini-file";
import { fullValue, nestedOf } from "./ini-value";
import { type Fix, type LintedFile, lineStart, replaced, withoutKeys } from "./lint-file";

const others =
  /^(aws_|sso_|role_|granted_|credential_|source_profile$|external_id$|mfa_serial$|duration_seconds$|web_identity_token_file$|login_session$|region$|services$|endpoint_url$|s3$)/;

/** Whether the key is one of a profile, of a sign-in or of settings. */
export function isProfileKey(key: string): boolean {
  return others.test(key) || isSettingKey(key);
}

export function lintValues(file: LintedFile): void {
  for (const { section, meaning } of file.sections) {
    if (!meaning) continue;
    for (const key of section.keys) {
      lintShape(file, key);
      for (const [name, value] of nestedOf(key) ?? []) lintNested(file, key, `${key.key}.${name}`, value);
      if (key.value !== "" || key.more.length === 0) lintMeaning(file, key, fullValue(key));
    }
  }
}

function lintShape(file: LintedFile, key: IniKey): void {
  const { written, value, from, to } = key;
  if (written !== key.key) {
    const edits = [{ from, to: from + written.length, insert: key.key }];
    file.say("upper-case-key", key, `${written} has capitals.`, { title: `Write ${key.key}`, edits });
  }
  if (key.delimiter === ":") {
    const edits = [{ from: from + written.length, to: key.valueFrom, insert: " = " }];
    file.say("colon-delimiter", key, `A colon stands behind ${key.key}.`, { title: "Write =", edits });
  }
  const comment = /\s[;#]/.exec(file.text.slice(from, to));
  if (comment) {
    const at = from + comment.index;
    const line = lineStart(file.text, from);
    const moved = `${file.text.slice(line, from)}${file.text.slice(at, to).trim()}${file.eol}`;
    const edits = [
      { from: line, to: line, insert: moved },
      { from: at, to, insert: "" },
    ];
    file.say("inline-comment", { from: at + 1, to }, `A comment stands behind ${key.key}.`, {
      title: "Put it on a line of its own",
      edits,
    });
  }
  const inQuotes = /^(["'])(.*)\1$/.exec(value)?.[2];
  if (inQuotes !== undefined && key.key !== "credential_process") {
    const fix = { title: "Take the quotes away", edits: [replaced(key, inQuotes)] };
    file.say("quoted-value", { from: key.valueFrom, to }, `The value of ${key.key} stands in quotes.`, fix);
  }
  lintLines(file, key);
}

function lintLines(file: LintedFile, key: IniKey): void {
  const more = key.more.filter(({ text }) => text !== "");
  const last = more.at(-1);
  if (key.value === "" && more.length === 0) {
    const fix = { title: "Remove the line", edits: withoutKeys(file, [key]) };
    file.say("blank-value", key, `${key.key} has no value.`, fix);
  } else if (key.value !== "" && last) {
    const whole = [key.value, ...more.map(({ text }) => text)].join(" ");
    const fix = {
      title: "Write it on one line",
      edits: [{ from: key.valueFrom, to: last.to, insert: whole }],
    };
    file.say("value-goes-on", key, `The value of ${key.key} goes on in the next line.`, fix);
  }
}

function lintNested(file: LintedFile, key: IniKey, name: string, value: string): void {
  const line = key.more.find(({ text }) => text.startsWith(name.slice(key.key.length + 1))) ?? key;
  if (name.endsWith(".endpoint_url")) lintEndpoint(file, line, value);
  if (!isSettingKey(name) || !settingChoices(name)) return;
  const fault = settingFault(name, value);
  if (fault) file.say("bad-setting", line, fault);
}

function lintMeaning(file: LintedFile, key: IniKey, value: string): void {
  if (value === "") return;
  const name = key.key;
  if (isAssumeRoleKey(name)) {
    const fault = assumeRoleFault(name, value);
    if (fault) file.say("bad-role-setting", key, `${name} ${fault}.`);
  }
  if (isSettingKey(name) && settingChoices(name)) {
    const fault = settingFault(name, value);
    if (fault) file.say("bad-setting", key, fault, otherCase(key, settingChoices(name) ?? []));
  }
  if (name === "sso_account_id" && !/^\d{12}$/.test(value)) {
    const padded = value.padStart(12, "0");
    const fix = /^\d{9,11}$/.test(value)
      ? { title: `Write ${padded}`, edits: [replaced(key, padded)] }
      : null;
    file.say("bad-account-id", key, "sso_account_id has not twelve digits.", fix);
  }
  if (name === "region" || name === "sso_region") lintRegion(file, key, value);
  if (name === "endpoint_url") lintEndpoint(file, key, value);
  if (name === "credential_process" && /(^|[\s"'=@])~[/\\]|\$[A-Za-z{]|%[A-Za-z_]+%/.test(value)) {
    file.say(
      "process-path",
      key,
      "The line of credential_process holds ~ or a variable. Write the whole path.",
    );
  }
}

function otherCase(key: IniKey, choices: readonly string[]): Fix | null {
  const meant = choices.find((choice) => choice.toLowerCase() === key.value.toLowerCase());
  return meant === undefined ? null : { title: `Write ${meant}`, edits: [replaced(key, meant)] };
}

function lintRegion(file: LintedFile, key: IniKey, value: string): void {
  if (/^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/.test(value)) return;
  const zone = /^([a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})[a-z]$/.exec(value.toLowerCase().trim());
  const meant =
    zone?.[1] ??
    (/^[A-Za-z-]+\d$/.test(value) && value !== value.toLowerCase() ? value.toLowerCase() : undefined);
  const fix = meant === undefined ? null : { title: `Write ${meant}`, edits: [replaced(key, meant)] };
  file.say(
    "bad-region",
    key,
    zone ? `The value of ${key.key} is a zone of a region.` : `The value of ${key.key} is no region.`,
    fix,
  );
}

function lintEndpoint(file: LintedFile, at: { from: number; to: number }, value: string): void {
  if (!/^http:/i.test(value) || !URL.canParse(value)) return;
  const url = new URL(value);
  if (!isLoopbackHost(url.hostname))
    file.say("plain-http", at, `Requests would go to ${url.host} without TLS.`);
}
