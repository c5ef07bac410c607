/**
 * How long a large team waits for its profiles: 5,000 of them named, built and written, put into a config file that has them
 * already, and linted.
 *
 *   npm run bench -- profiles [--profiles=5000] [--rounds=15]
 */

import { buildProfiles } from "@/lib/profiles/build-profiles";
import { lint } from "@/lib/profiles/lint";
import { merge } from "@/lib/profiles/merge";
import { nameProfiles } from "@/lib/profiles/name-profiles";
import { configText } from "@/lib/profiles/profile-block";
import { numberFlag, percentile, rounded, table } from "./figures";

const count = numberFlag("profiles", 5000);
const rounds = numberFlag("rounds", 15);

const set = {
  nameTemplate: "{account_name | safe}.{role}",
  kind: "sso-session",
  chains: [],
  regions: ["eu-central-1"],
  defaults: { output: "json" },
  aliasDays: 30,
} as const;
const roles = ["Admin", "ReadOnly", "Billing", "Deploy", "Support"];
const look = { displayName: null, label: null, environment: null };
const grants = Array.from({ length: count }, (_, at) => ({
  instance: "main",
  accountId: String(Math.floor(at / roles.length)).padStart(12, "0"),
  accountName: `team ${Math.floor(at / roles.length)} production`,
  role: roles[at % roles.length] ?? "Admin",
  ...look,
}));
const instances = [{ id: "main", startUrl: "https://acme.awsapps.com/start", region: "eu-central-1" }];
const portalUrl = "https://portal.example.com";

const named = () => nameProfiles({ set, grants, records: [], now: 0, whole: true });
const built = (profiles: ReturnType<typeof named>["profiles"]) =>
  buildProfiles({ setId: "team", set, named: profiles, instances, portalUrl, machine: null }).block;

const block = built(named().profiles);
const own = "[default]\nregion = eu-central-1\n\n# Mine.\n[profile mine]\nregion = eu-west-1\n";
const before = merge(own, built(named().profiles.slice(100)));
if (!before.ok) throw new Error("The first merge was refused.");
const known = named().records;

/** What a row measures; the name is that of its figure. */
const measured = {
  nameMs: () => named(),
  renameMs: () => nameProfiles({ set, grants, records: known, now: 1, whole: true }),
  renderMs: () => configText(built(named().profiles)),
  mergeMs: () => merge(before.text, block),
  lintMs: () => lint({ config: before.text, instances }),
};

const rows = Object.entries(measured).map(([what, run]) => {
  const times = Array.from({ length: rounds }, () => {
    const began = performance.now();
    run();
    return performance.now() - began;
  });
  const [first = Number.NaN] = times;
  return {
    what,
    first: rounded(first, 1),
    median: rounded(percentile(times, 0.5), 1),
    least: rounded(Math.min(...times), 1),
  };
});

console.log(`\n${count} profiles, in ms, ${rounds} rounds; names and text are both in renderMs:\n`);
console.log(table(rows));
console.log(
  `\n${JSON.stringify({ profiles: count, ...Object.fromEntries(rows.map(({ what, median }) => [what, median])) })}`,
);
process.exit(0);
