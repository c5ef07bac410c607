/** What formats are tested with: hostile values, and terminals full of stale settings. */

import { spawnSync } from "node:child_process";
import fc from "fast-check";
import type { FormatInput } from "./credential-format";

/** Visible ASCII that means something to some reader, and a little that does not. */
const special = fc.string({ unit: fc.constantFrom(..."'\"`$%!^&|<>(){}[];,~*?#=@\\:/+-aZ0"), minLength: 1 });

/** Each would make a file called `made`, or become something else, where its quoting is broken. */
const attack = fc.constantFrom(
  "$(>made)",
  "`>made`",
  "';>made;'",
  "'\\'';>made;'",
  "\\';>made;\\'",
  '";>made;"',
  "&>made",
  ">made",
  "$IFS>made",
  "~",
  "=ls",
  "=1",
  "*",
  "!!",
  "!e",
  "^a^b",
  "\\",
  "\\\\!!",
  "'",
  "'!!'",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's, not ours.
  "${HOME}",
  "%{if}",
  "$HOME:q",
  "$(touch$IFS./made)",
  "(touch$IFSmade)",
  "%PATH%",
  "--%",
  "-x",
);

/** What AWS makes is longer than a line of a terminal. */
const token = fc.base64String({ minLength: 4, maxLength: 3000 });

export const hostileValue = fc.oneof(
  { weight: 4, arbitrary: special },
  { weight: 4, arbitrary: attack },
  { weight: 4, arbitrary: fc.tuple(special, attack, special).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: token },
);

export const hostileInput: fc.Arbitrary<FormatInput> = fc.record({
  credentials: fc.record({
    accessKeyId: hostileValue,
    secretAccessKey: hostileValue,
    sessionToken: hostileValue,
    expiresAt: fc.date({ min: new Date("2026-01-01"), max: new Date("2099-01-01"), noInvalidDate: true }),
  }),
  region: fc.option(hostileValue, { nil: undefined }),
  accountId: hostileValue,
  profileName: fc.constant("012345678901_ReadOnly_keys"),
});

/** Of hostile inputs, those that a format which knows no quoting does not refuse; and what AWS makes. */
export function accepted(render: (input: FormatInput) => string): fc.Arbitrary<FormatInput> {
  const usual = fc
    .tuple(token, token)
    .map(([secretAccessKey, sessionToken]) => withKeys({ secretAccessKey, sessionToken }));
  const writable = hostileValue
    .map((value) => withKeys({ secretAccessKey: value, sessionToken: value }))
    .filter((input) => {
      try {
        return render(input) !== "";
      } catch {
        return false;
      }
    });
  return fc.oneof(usual, writable);
}

/** Ordinary keys, and of them what a test asks for. */
export function withKeys(keys: Partial<FormatInput["credentials"]> = {}): FormatInput {
  const credentials = {
    accessKeyId: "ASIAEXAMPLEEXAMPLE00",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE+/token==",
    expiresAt: new Date("2098-11-21T04:00:00.999Z"),
    ...keys,
  };
  return {
    credentials,
    region: "eu-central-1",
    accountId: "012345678901",
    profileName: "012345678901_ReadOnly_keys",
  };
}

export const isHere = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
