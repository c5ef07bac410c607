/** Regions in a few letters, as aws-sso-util writes them: `us-east-1` is `usea1`, `us-gov-west-1` is `govwe1`. */

const directions: ReadonlyMap<string, string> = new Map([
  ["north", "no"],
  ["northeast", "ne"],
  ["east", "ea"],
  ["southeast", "se"],
  ["south", "so"],
  ["southwest", "sw"],
  ["west", "we"],
  ["northwest", "nw"],
  ["central", "ce"],
]);

/** What is no region stays as it is. */
export function shortRegion(region: string): string {
  const [, area = "", direction = "", number = ""] = /^(.+)-([a-z]+)-(\d+)$/.exec(region) ?? [];
  const short = directions.get(direction);
  if (!short) return region;
  return `${area === "us-gov" ? "gov" : area.replaceAll("-", "")}${short}${number}`;
}
