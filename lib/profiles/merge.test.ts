/** Somebody's config file after a merge is theirs as before, with our block in it; or it is not touched at all. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { merge, unmerge } from "./merge";
import { botocoreReads, hasBotocore, javascriptReads, type Reading, weRead } from "./parsers-for-tests";
import { blockOf, grant, grants } from "./sets-for-tests";

const payments = grant("1", "payments");
const block = blockOf([payments]);

function merged(existing: string, with_ = block) {
  const done = merge(existing, with_);
  if (!done.ok) throw new Error(JSON.stringify(done.findings));
  return done;
}
function refusal(existing: string, with_ = block): string {
  const done = merge(existing, with_);
  if (done.ok) throw new Error("It was written.");
  return done.findings.map(({ line, message }) => `${line}: ${message}`).join("\n");
}

/** A person's own lines, in every shape that keeps its place. */
const piece = fc.constantFrom(
  ..."[profile mine]|[profile 'my own']|[default]|[sso-session own]|[services v]|[other]|region = eu-west-1|output: json|s3 =|  addressing_style = path|# a comment|; another|  |  indented = 1|x = 1 # c|credential_process = /bin/x|sso_session = own|sallyport = yes|é = ü".split(
    "|",
  ),
);
const theirs = fc
  .tuple(fc.array(piece, { maxLength: 14 }), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([lines, eol, ends]) => lines.join(eol) + (ends && lines.length > 0 ? eol : ""));
/** Sets of a person: which of five accounts, under which id. */
const sets = fc.record({
  setId: fc.constantFrom("team", "own", "third"),
  accounts: fc.uniqueArray(fc.integer({ min: 0, max: 4 })),
});
const blockFor = ({ setId, accounts }: { setId: string; accounts: readonly number[] }) =>
  blockOf(
    accounts.map((at) => grant(String(at), `${setId}-${at}`)),
    setId,
  );

describe("what stands outside", () => {
  test("survives byte for byte, and a second merge changes nothing", () => {
    fc.assert(
      fc.property(theirs, sets, (existing, one) => {
        const { text } = merged(existing, blockFor(one));
        expect(text.startsWith(existing)).toBe(true);
        const again = merged(text, blockFor(one));
        expect(again.text).toBe(text);
        expect([...again.added, ...again.changed, ...again.removed]).toEqual([]);
        const out = unmerge(text, one.setId);
        expect(out).toMatchObject({ ok: true, text: existing });
      }),
    );
  });

  test("survives any number of sets coming, changing and going, in any order", () => {
    fc.assert(
      fc.property(theirs, theirs, fc.array(sets, { maxLength: 6 }), (before, after, several) => {
        const first = merged(before, blockFor({ setId: "team", accounts: [0, 1] })).text;
        const own = after.startsWith("[") ? after : `[profile end]\n${after}`;
        let text = `${first}${/\n$/.test(first) || first === "" ? "" : "\n"}${own}`;
        for (const one of several) text = merged(text, blockFor(one)).text;
        for (const setId of ["third", "own", "team"]) {
          const out = unmerge(text, setId);
          if (!out.ok) throw new Error(JSON.stringify(out.findings));
          text = out.text;
        }
        expect(text).not.toContain("SALLYPORT");
        expect(text.startsWith(before)).toBe(true);
        expect(text.endsWith(own.replace(/\r?\n$/, "")) || text.endsWith(own)).toBe(true);
      }),
    );
  });

  test("line ends are those of the file, and a last line without one stays so", () => {
    expect(merged("[default]\r\nregion = x\r\n").text).not.toMatch(/[^\r]\n/);
    expect(merged("[default]").text).toMatch(/^\[default\]\n# BEGIN[\s\S]*END SALLYPORT team$/);
    expect(merged("").text).toMatch(/END SALLYPORT team\n$/);
  });

  test.skipIf(!hasBotocore)("means to both parsers what it meant, and the block means itself", async () => {
    const cases = fc
      .sample(fc.tuple(theirs, sets), 400)
      .map(([existing, one]) => ({ existing, text: merged(existing, blockFor(one)).text, one }));
    const before = botocoreReads(cases.map(({ existing }) => existing));
    const after = botocoreReads(cases.map(({ text }) => text));
    for (const [at, { existing, text, one }] of cases.entries()) {
      const ours = await javascriptReads(text);
      const alone = weRead(merged("", blockFor(one)).text) as Exclude<Reading, "error">;
      expect(ours.profiles).toEqual({ ...(await javascriptReads(existing)).profiles, ...alone.profiles });
      const [old, now] = [before[at], after[at]];
      expect(now === "error").toBe(old === "error");
      if (old && now && old !== "error" && now !== "error") {
        expect(now.profiles).toEqual({ ...old.profiles, ...alone.profiles });
        expect(now.sessions).toEqual({ ...old.sessions, ...alone.sessions });
      }
    }
  });
});

describe("what changes is said", () => {
  test("each profile is added, changed, removed or kept", () => {
    const first = merged("", blockOf([payments, grant("2", "shop"), grant("3", "ledger")]));
    expect(first.added).toEqual([
      "sso-session sallyport-main",
      "ledger.Admin",
      "payments.Admin",
      "shop.Admin",
    ]);
    const next = merged(
      first.text.replace("sso_account_id = 000000000002", "sso_account_id = 000000000009"),
      blockOf([payments, grant("2", "shop"), grant("4", "new")]),
    );
    expect(next).toMatchObject({
      added: ["new.Admin"],
      changed: ["shop.Admin"],
      removed: ["ledger.Admin"],
      kept: ["sso-session sallyport-main", "payments.Admin"],
    });
  });

  test("several sets share a sign-in, and the last one to use it takes it away", () => {
    const one = merged("", block).text;
    const both = merged(one, blockOf([grant("2", "shop")], "own"));
    expect(both.text.match(/\[sso-session sallyport-main\]/g)).toHaveLength(1);
    expect(both.text.match(/# BEGIN SALLYPORT \w+/g)).toEqual(
      ["sessions", "team", "own"].map((id) => `# BEGIN SALLYPORT ${id}`),
    );
    const left = unmerge(both.text, "team");
    expect(left.ok && left.text).toContain("[sso-session sallyport-main]");
    expect(left.ok && unmerge(left.text, "own")).toMatchObject({ ok: true, text: "" });
  });

  test("a sign-in that somebody's own profile uses stays", () => {
    const own = "[profile mine]\nsso_session = sallyport-main\n";
    const out = unmerge(merged(own).text, "team");
    expect(out.ok && out.text).toContain("[sso-session sallyport-main]");
  });

  test("faults elsewhere in the file are said, and left as they are", () => {
    const existing = "[profile a]\nregion = x\nregion = y\nbare\n";
    expect(merged(existing).findings).toEqual([
      {
        line: 3,
        message: "region stands twice in its section, so the AWS CLI refuses the whole file.",
        profile: null,
      },
      {
        line: 4,
        message: "This line has no key and value, so the AWS CLI refuses the whole file.",
        profile: null,
      },
    ]);
  });
});

describe("nothing is written", () => {
  const whole = merged("[default]\n").text;
  test.each([
    [
      "a name that stands outside already",
      "[default]\n\n[profile payments.Admin]\nregion = x\n",
      "3: [profile payments.Admin] stands here already",
    ],
    [
      "the same name in quotes",
      '[profile "payments.Admin"]\n',
      "1: [profile payments.Admin] stands here already",
    ],
    [
      "a sign-in of that name",
      "[sso-session sallyport-main]\n",
      "1: [sso-session sallyport-main] stands here already",
    ],
    [
      "a first line that is missing",
      whole.replace(/# BEGIN SALLYPORT team.*\n/, ""),
      "its first line is missing",
    ],
    ["a last line that is missing", whole.replace(/# END SALLYPORT team\n/, ""), "its last line is missing"],
    [
      "a block that stands twice",
      whole + whole.slice(whole.indexOf("# BEGIN SALLYPORT team")),
      "stands here a second time",
    ],
    [
      "a block within another",
      whole.replace("[profile", "# BEGIN SALLYPORT own\n[profile"),
      "begins before the block team has ended",
    ],
    [
      "another block's last line",
      whole.replace("# END SALLYPORT team", "# END SALLYPORT own"),
      "The block own ends here",
    ],
    [
      "a marker line that was moved in",
      whole.replace("# END SALLYPORT team", "  # END SALLYPORT team"),
      "was changed",
    ],
    [
      "a marker line without its set",
      whole.replace("# END SALLYPORT team", "# end sallyport"),
      "was changed",
    ],
    ["lines behind the block with no section", `${whole}region = x\n`, "would belong to our last profile"],
    ["lines further in behind the block", `${whole}  region = x\n`, "would belong to our last profile"],
    ["a byte order mark", "\ufeff[default]\n", "byte order mark"],
    ["a binary file", "[default]\n\0\n", "no text in UTF-8"],
    ["text in another encoding", "[profile caf\ufffd]\n", "no text in UTF-8"],
    ["5 MB", "#".repeat(6_000_000), "larger than 5 MB"],
  ])("%s", (_, existing, says) => expect(refusal(existing)).toContain(says));

  test("the profile that is in the way is named, and the block without it is written", () => {
    const existing = "[profile payments.Admin]\nregion = x\n";
    const both = blockOf([payments, grant("2", "shop")]);
    const done = merge(existing, both);
    expect(done.ok ? [] : done.findings.map(({ profile }) => profile)).toEqual(["payments.Admin"]);
    const profiles = both.profiles.filter(({ name }) => name !== "payments.Admin");
    expect(merged(existing, { ...both, profiles }).added).toContain("shop.Admin");
  });

  test("two sets that want one name are told apart by whoever names them, not by the file", () => {
    expect(refusal(merged("").text, blockOf([payments], "own"))).toContain(
      "[profile payments.Admin] stands here already",
    );
  });
});

test("a file full of our word is read in the time of its size", () => {
  merge("sallyport ".repeat(100_000), block);
  merge("# sallyport\n".repeat(100_000), block);
  merge("\r# sallyport\n".repeat(100_000), block);
  expect(merge("bare\n".repeat(200_000), block).ok).toBe(true);
});

test("5,000 profiles merge as one does", () => {
  const large = merged("[default]\n", blockOf(grants(5000)));
  expect(large.added).toHaveLength(5001);
  expect(merged(large.text, blockOf(grants(4999))).removed).toEqual(["team-4999-account.Admin"]);
});
