/** The values that formats write, checked once for all of them. Alone knows which characters may leave at all. */

import type { FormatInput } from "./credential-format";

export type WritableValues = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** RFC 3339 in UTC, to the second. */
  expiration: string;
  accountId: string;
  region: string | undefined;
};

/**
 * AWS's keys, account ids and regions are visible ASCII. Anything else is a fault or an attack, and each such character means
 * something else to some reader: a line break ends a line, a space starts a comment, PowerShell ends a string at a curly quote.
 */
const visibleAscii = /^[\x21-\x7e]+$/;

/** Characters that no reader of an unquoted value treats specially. Base64, times, regions and account ids need no other. */
const plain = /^[A-Za-z0-9_@+/.,:=-]+$/;

/** zsh replaces `=name` by the path of that command, at the start of a value and after a colon. */
const zshCommandPath = /(^|:)=/;

/** Checks everything a format may write. Throws an `Error` that names the value and never shows it. */
export function writableValues({ credentials, region, accountId }: FormatInput): WritableValues {
  return {
    accessKeyId: visible("access key id", credentials.accessKeyId),
    secretAccessKey: visible("secret access key", credentials.secretAccessKey),
    sessionToken: visible("session token", credentials.sessionToken),
    expiration: expiration(credentials.expiresAt),
    accountId: visible("account id", accountId),
    region: region === undefined ? undefined : visible("region", region),
  };
}

/** A value for a place that knows no quoting at all. Throws an `Error` that names the value and never shows it. */
export function plainValue(name: string, value: string): string {
  if (plain.test(value) && !zshCommandPath.test(value)) return value;
  throw new Error(`${name} holds a character that this format has no way to quote.`);
}

/**
 * Written as `aws configure export-credentials` does, `2026-11-21T04:00:00+00:00`: every client reads this and `Z` alike.
 * Parts of a second are cut off, so that it never promises more time than there is.
 */
function expiration(expiresAt: Date): string {
  if (Number.isNaN(expiresAt.getTime())) throw new Error("The keys' expiry is not a time.");
  return expiresAt.toISOString().replace(/(\.\d+)?Z$/, "+00:00");
}

function visible(name: string, value: string): string {
  if (visibleAscii.test(value)) return value;
  throw new Error(`The ${name} is empty, or holds a space, a control character or one that is not ASCII.`);
}
