/** Many fixes at once leave a file that is right, and each change can be taken back. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { applyFix, lint } from "@/lib/profiles/lint";
import { botocoreReads, hasBotocore } from "@/lib/profiles/parsers-for-tests";
import { changedTo, fixed, given, nothingGiven, undone } from "./check-state";
import { changedLines, isSafe, mendAll, wayBack } from "./mend";

const now = async () => {};
const line = fc.constantFrom(
  ..."[default]|[profile a]|[profile b]|[DEFAULT]|[sso-session s]|region = eu-west-1|Region: x|REGION = y|output = json # c|nothing|  goes on|  Goes = on|s3 =|: x|# c|; c||sso_session = s|aws_access_key_id = AKIAIOSFODNN7EXAMPLE|é = ü|lone\rreturn = 1".split(
    "|",
  ),
);
const texts = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom("\n", "\r\n"), fc.boolean(), fc.boolean())
  .map(([lines, eol, ends, mark]) => `${mark ? "\ufeff" : ""}${lines.join(eol)}${ends ? eol : ""}`);

test.skipIf(!hasBotocore)(
  "safe fixes change nothing that botocore reads, and open what it refused",
  async () => {
    const samples = fc.sample(texts, 400);
    const mended = await Promise.all(
      samples.map((config) => mendAll({ config }, "config", isSafe, now).then(({ text }) => text)),
    );
    const [before, after] = [botocoreReads(samples), botocoreReads(mended)];
    for (const [at, was] of before.entries()) {
      if (was !== "error") expect(after[at], JSON.stringify(samples[at])).toEqual(was);
    }
    const refused = before.filter((was) => was === "error").length;
    const opened = before.filter((was, at) => was === "error" && after[at] !== "error").length;
    expect(opened).toBeGreaterThan(refused / 10);
  },
);

test("nothing safe is left afterwards, and a second time changes nothing", async () => {
  for (const config of fc.sample(texts, 200)) {
    const { text } = await mendAll({ config }, "config", isSafe, now);
    expect(lint({ config: text }).filter(isSafe), JSON.stringify(config)).toEqual([]);
    expect((await mendAll({ config: text }, "config", isSafe, now)).fixes).toBe(0);
  }
});

test("more than a thousand of one kind are all mended", async () => {
  const config = Array.from({ length: 2500 }, (_, at) => `[profile p${at}]\nRegion: eu-west-1\n`).join("");
  const { text } = await mendAll({ config }, "config", isSafe, now);
  expect(text).toBe(config.replaceAll("Region: ", "region = "));
});

test("a change of any two texts can be taken back", () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const back = { title: "", edits: [wayBack(before, after)] };
      expect(applyFix(after, back)).toBe(before);
    }),
  );
});

test("any fixes in any order are taken back one by one, to the text that was given", () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat(50), { maxLength: 5 }), (config, picks) => {
      const start = given(nothingGiven, "config", { name: "config", text: config }, 0);
      let state = start;
      for (const pick of picks) {
        const findings = lint({ config: state.files.config?.text ?? "" }).filter(({ fix }) => fix);
        const finding = findings[pick % Math.max(1, findings.length)];
        if (finding) state = fixed(state, finding);
      }
      while (state.changes.length > 0) state = undone(state);
      expect(state.files.config?.text).toBe(config);
    }),
  );
});

test("a change names the lines that went and those that came, and no other", () => {
  const text = "[a]\nRegion = x\nkept = 1\nOutput = json\n";
  const changed = changedLines(text, [
    { from: 4, to: 10, insert: "region" },
    { from: 24, to: 30, insert: "output" },
  ]);
  expect(changed).toEqual([
    { line: 2, before: ["Region = x"], after: ["region = x"] },
    { line: 4, before: ["Output = json"], after: ["output = json"] },
  ]);
});

test("a file that is given anew forgets what was done to the one before, and keeps the other's changes", () => {
  const mended = { text: "b", fixes: 1, changed: [] };
  let state = given(nothingGiven, "config", { name: "config", text: "a" }, 0);
  state = given(state, "credentials", { name: "credentials", text: "a" }, 0);
  state = changedTo(changedTo(state, "config", "x", mended), "credentials", "y", mended);
  state = given(state, "config", { name: "config", text: "c" }, 1);
  expect(state.changes.map(({ file }) => file)).toEqual(["credentials"]);
  expect(undone(state).files.credentials?.text).toBe("a");
});
