/**
 * After the stories: none of the secrets that they came by lies anywhere. Every secret of the sandbox bears a mark; sessions, access
 * tokens and the portal's own settings are known one by one. `looks()` tells where the stories looked, and what they saw.
 */

import { existsSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { exportPaths } from "./exports";
import { adminUrl } from "./postgres";
import { type Look, learnFromStories, looks, type Place, searchAll } from "./secrets";
import { filesIn } from "./secrets-on-disk";

/** In words that a failure can be read by. */
function told(seen: readonly Look[]): string[] {
  const lines = seen.flatMap(({ place, where, findings }) =>
    findings.map(
      ({ secret, encoding, at, context }) => `${place}, ${where}, ${at}: ${secret}, ${encoding}: ${context}`,
    ),
  );
  return [...new Set(lines)];
}

function looksAt(place: Place): Look[] {
  return looks().filter((look) => look.place === place);
}

const atRest: [Place, string][] = [
  ["log", "what portals printed"],
  ["folder", "the evaluation store's files, its log written ahead among them"],
  ["answer", "pages and other answers that were not asked for one"],
  ["url", "addresses and referers at the portal"],
  ["browser", "storage and databases of pages"],
  ["console", "lines of the browser's console"],
  ["export", "exports of the record"],
];

test.beforeAll(() => {
  if (looksAt("log").length === 0)
    throw new Error("No story has run, so nothing was looked at: npx playwright test --project stories");
});

for (const [place, what] of atRest) {
  test(`no secret is in ${what}`, () => {
    const seen = looksAt(place);
    expect(told(seen)).toEqual([]);
    expect(
      seen.some(({ missed }) => missed === undefined),
      "stories have looked there",
    ).toBe(true);
    // A browser's console has nothing to say in a good story.
    if (place !== "console") expect(seen.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(0);
  });
}

test("no secret is in dumps of databases", () => {
  test.skip(!adminUrl, "TEST_DATABASE_URL names no PostgreSQL");
  const seen = looksAt("database");
  expect(told(seen)).toEqual([]);
  expect(seen.flatMap(({ missed }) => missed ?? [])).toEqual([]);
  // The tables alone are more than this.
  expect(seen.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(20_000);
});

test("the record was exported in each format", () => {
  const seen = looksAt("export").filter(({ bytes }) => bytes > 0);
  expect(exportPaths.filter((path) => !seen.some(({ where }) => where === path))).toEqual([]);
});

/** The sandbox's settings for a portal: they protect nothing, stand in `.env.example`, and in the programs that write and set them. */
const forEverybody = ["OIDC_CLIENT_SECRET", "AWS_SECRET_ACCESS_KEY"];

test("no secret is in what was built, after the stories have run in it", () => {
  learnFromStories();
  for (const folder of [".next", "dist"]) {
    expect(existsSync(folder), folder).toBe(true);
    const look = searchAll("build", folder, filesIn(folder));
    const findings = look.findings.filter(({ secret }) => !forEverybody.includes(secret));
    expect(told([{ ...look, findings }])).toEqual([]);
    expect(look.bytes).toBeGreaterThan(0);
  }
});
