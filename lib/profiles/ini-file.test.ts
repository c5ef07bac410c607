/** What we take a config file to say is what botocore takes it to say, for any text; the SDK for JavaScript differs where it is known to. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readIni } from "./ini-file";
import { botocoreReads, hasBotocore, javascriptReads, weRead } from "./parsers-for-tests";

const a = (settings: object) => ({ a: settings });
const east = { region: "us-east-1" };

/** Name, text, profiles as botocore sees them (null: it refuses the file), profiles as the SDK for JavaScript sees them. */
const table: readonly (readonly [string, string, object | null, object])[] = [
  ["plain", "[profile a]\nregion = us-east-1\n", a(east), a(east)],
  ["quoted space", '[profile "my prof"]\nregion = us-east-1\n', { "my prof": east }, {}],
  ["single quotes", "[profile 'my prof']\nregion = us-east-1\n", { "my prof": east }, {}],
  ["unquoted space", "[profile my prof]\nregion = us-east-1\n", {}, {}],
  ["no prefix", "[a]\nregion = us-east-1\n", {}, {}],
  ["default", "[default]\nregion = us-east-1\n", { default: east }, { default: east }],
  ["profile default", "[profile default]\nregion = us-east-1\n", { default: east }, { default: east }],
  [
    "both defaults",
    "[default]\nregion = us-east-1\n[profile default]\nregion = us-west-2\n",
    { default: { region: "us-west-2" } },
    { default: { region: "us-west-2" } },
  ],
  [
    "both defaults, the other way",
    "[profile default]\nregion = us-west-2\n[default]\nregion = us-east-1\n",
    { default: east },
    { default: { region: "us-west-2" } },
  ],
  [
    "section twice",
    "[profile a]\nregion = us-east-1\n[profile a]\noutput = json\n",
    null,
    a({ ...east, output: "json" }),
  ],
  ["key twice", "[profile a]\nregion = us-east-1\nregion = eu-west-1\n", null, a({ region: "eu-west-1" })],
  ["comment behind, #", "[profile a]\nregion = us-east-1 # c\n", a({ region: "us-east-1 # c" }), a(east)],
  ["comment behind, ;", "[profile a]\nregion = us-east-1 ; c\n", a({ region: "us-east-1 ; c" }), a(east)],
  [
    "# without a space",
    "[profile a]\nregion = us-east-1#c\n",
    a({ region: "us-east-1#c" }),
    a({ region: "us-east-1#c" }),
  ],
  ["comments", "# hi\n; hi\n[profile a]\n# c\nregion = us-east-1\n", a(east), a(east)],
  ["comment behind a section", "[profile a] # c\nregion = us-east-1\n", a(east), a(east)],
  ["colon", "[profile a]\nregion: us-east-1\n", a(east), {}],
  ["upper case", "[profile a]\nRegion = us-east-1\n", a(east), a({ Region: "us-east-1" })],
  ["no value", "[profile a]\nregion\n", null, {}],
  [
    "nested",
    "[profile a]\ns3 =\n  addressing_style = path\nregion = us-east-1\n",
    a({ s3: { addressing_style: "path" }, ...east }),
    a({ "s3.addressing_style": "path", ...east }),
  ],
  [
    "going on",
    "[profile a]\ncredential_process = /bin/x\n  --arg y\n",
    a({ credential_process: "/bin/x\n--arg y" }),
    a({ credential_process: "/bin/x" }),
  ],
  [
    "indented",
    "[profile a]\n  region = us-east-1\n  output = json\n",
    a({ ...east, output: "json" }),
    a({ ...east, output: "json" }),
  ],
  [
    "blank value",
    "[profile a]\nregion =\noutput = json\n",
    a({ region: "", output: "json" }),
    a({ output: "json" }),
  ],
  [
    "quoted value",
    '[profile a]\nregion = "us-east-1"\n',
    a({ region: '"us-east-1"' }),
    a({ region: '"us-east-1"' }),
  ],
  [
    "percent",
    "[profile a]\ncredential_process = x %d %(y)s\n",
    a({ credential_process: "x %d %(y)s" }),
    a({ credential_process: "x %d %(y)s" }),
  ],
  [
    "characters",
    "[profile a.b/c:d@e+f%g_h-i]\nregion = us-east-1\n",
    { "a.b/c:d@e+f%g_h-i": east },
    { "a.b/c:d@e+f%g_h-i": east },
  ],
  ["brackets", "[profile a(b)]\nregion = us-east-1\n", { "a(b)": east }, {}],
  ["comma", "[profile a,b]\nregion = us-east-1\n", { "a,b": east }, {}],
  ["equals", "[profile a=b]\nregion = us-east-1\n", { "a=b": east }, {}],
  ["tab", "[profile\ta]\nregion = us-east-1\n", a(east), a(east)],
  ["two spaces", "[profile  a]\nregion = us-east-1\n", a(east), {}],
  ["space inside", "[ profile a ]\nregion = us-east-1\n", {}, {}],
  ["profilefoo", "[profilefoo bar]\nregion = us-east-1\n", { bar: east }, {}],
  ["session", "[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://x\n", {}, {}],
  ["quoted session", '[sso-session "s p"]\nsso_region = us-east-1\n', {}, {}],
  [
    "DEFAULT",
    "[DEFAULT]\nregion = eu-west-1\n[profile a]\noutput = json\n",
    a({ output: "json", region: "eu-west-1" }),
    a({ output: "json" }),
  ],
  ["byte order mark", "\ufeff[profile a]\nregion = us-east-1\n", null, a(east)],
  ["CRLF", "[profile a]\r\nregion = us-east-1\r\n", a(east), a(east)],
  ["letters beyond ASCII", "[profile é]\nregion = us-east-1\n", { é: east }, {}],
  ["__proto__", "[profile __proto__]\nregion = us-east-1\n", Object.fromEntries([["__proto__", east]]), {}],
  ["text before", "foo = bar\n[profile a]\nregion = us-east-1\n", null, a(east)],
  [
    "; in a value",
    '[profile a]\ncredential_process = sh -c "a; b"\n',
    a({ credential_process: 'sh -c "a; b"' }),
    a({ credential_process: 'sh -c "a; b"' }),
  ],
  [
    "# in an address",
    "[profile a]\nsso_start_url = https://x/start#/\n",
    a({ sso_start_url: "https://x/start#/" }),
    a({ sso_start_url: "https://x/start#/" }),
  ],
  [
    "space and #",
    "[profile a]\nsso_start_url = https://x/start #/\n",
    a({ sso_start_url: "https://x/start #/" }),
    a({ sso_start_url: "https://x/start" }),
  ],
];

/** Pieces that files are made of, well and badly. */
const piece = fc.constantFrom(
  ...'[profile a]|[profile b]|[default]|[DEFAULT]|[sso-session s]|[services v]|[profile \'a b\']|[profile "a\\" b"]|[profile a\\ b]|[profile |[]]|[a] b]|[profile  a]|region = x|region=y|output : json|Output = j|= x|:|s3 =|  a = b|    c = d|  deep|\tt = 1|# c| ; c|x = 1 # c|bare|  |\u00a0|\u2003k = v|\u001ck = v|k\u0085 = v|x ==y|é = ü|x =   y  |  [profile a]|\ufeff'.split(
    "|",
  ),
);
const ending = fc.constantFrom("\n", "\n", "\n", "\r\n", "\r", "");
const file = fc
  .array(fc.tuple(fc.oneof({ weight: 9, arbitrary: piece }, fc.string({ maxLength: 8 })), ending), {
    maxLength: 12,
  })
  .map((lines) => lines.map((line) => line.join("")).join(""));

describe("a config file", () => {
  test.skipIf(!hasBotocore)(
    "says to us what it says to botocore, in every form that is known to differ",
    () => {
      const texts = table.map(([, text]) => text);
      expect(botocoreReads(texts)).toEqual(texts.map(weRead));
      const profiles = texts.map(weRead).map((reading) => (reading === "error" ? null : reading.profiles));
      expect(profiles).toEqual(table.map(([, , botocore]) => botocore));
    },
  );
  test.each(table)(
    "says to the SDK for JavaScript what it is known to: %s",
    async (_, text, __, javascript) => {
      expect((await javascriptReads(text)).profiles).toEqual(javascript);
    },
  );
  test.skipIf(!hasBotocore)("says to us what it says to botocore, whatever stands in it", () => {
    const texts = fc.sample(file, 3000);
    const theirs = botocoreReads(texts);
    for (const [at, text] of texts.entries()) expect([text, weRead(text)]).toEqual([text, theirs[at]]);
    expect(theirs.filter((one) => one !== "error").length).toBeGreaterThan(300);
  });
});

test("everything is found where it stands", () => {
  fc.assert(
    fc.property(file, (text) => {
      const { sections } = readIni(text);
      for (const section of sections) {
        expect(text.slice(section.from, section.to)).toContain(`[${section.header}]`);
        for (const key of section.keys) {
          expect(text.slice(key.from, key.to).startsWith(key.written)).toBe(true);
          expect(text.slice(key.valueFrom, key.to)).toBe(key.value);
        }
      }
    }),
  );
});

test("a hostile file takes no longer than its size", () => {
  const hostile = ["[", "\r", " \n", "[x\n", "k\n", "k=\n  v\n", "[profile a]\n", "x".repeat(99)];
  for (const part of hostile) {
    readIni(part.repeat(Math.ceil(1_000_000 / part.length)));
    readIni(`${part.repeat(Math.ceil(1_000_000 / part.length))}\r.`);
  }
});
