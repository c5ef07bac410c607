/** AWS's regions that have a console, under the names of the places they stand at. Reaches the browser. */

/** The place, then other words for it. Two words for one place are written together: `hongkong`. */
const table = {
  "us-east-1": ["N. Virginia", "virginia nvirginia"],
  "us-east-2": ["Ohio", ""],
  "us-west-1": ["N. California", "california ncalifornia"],
  "us-west-2": ["Oregon", ""],
  "eu-central-1": ["Frankfurt", "germany"],
  "eu-central-2": ["Zurich", "zürich switzerland"],
  "eu-west-1": ["Ireland", "dublin"],
  "eu-west-2": ["London", "uk"],
  "eu-west-3": ["Paris", "france"],
  "eu-north-1": ["Stockholm", "sweden"],
  "eu-south-1": ["Milan", "italy"],
  "eu-south-2": ["Spain", "madrid aragon"],
  "ap-northeast-1": ["Tokyo", "japan"],
  "ap-northeast-2": ["Seoul", "korea"],
  "ap-northeast-3": ["Osaka", ""],
  "ap-southeast-1": ["Singapore", ""],
  "ap-southeast-2": ["Sydney", "australia"],
  "ap-southeast-3": ["Jakarta", "indonesia"],
  "ap-southeast-4": ["Melbourne", ""],
  "ap-southeast-5": ["Malaysia", "kualalumpur"],
  "ap-southeast-6": ["New Zealand", "auckland"],
  "ap-southeast-7": ["Thailand", "bangkok"],
  "ap-south-1": ["Mumbai", "india"],
  "ap-south-2": ["Hyderabad", ""],
  "ap-east-1": ["Hong Kong", ""],
  "ap-east-2": ["Taipei", "taiwan"],
  "ca-central-1": ["Canada Central", "canada montreal"],
  "ca-west-1": ["Calgary", "canadawest"],
  "sa-east-1": ["São Paulo", "saopaulo brazil"],
  "mx-central-1": ["Mexico Central", "mexico queretaro"],
  "af-south-1": ["Cape Town", "southafrica"],
  "il-central-1": ["Tel Aviv", "israel"],
  "me-central-1": ["UAE", "emirates dubai"],
  "me-south-1": ["Bahrain", ""],
  "us-gov-west-1": ["GovCloud West", "govcloud govwest"],
  "us-gov-east-1": ["GovCloud East", "goveast"],
  "cn-north-1": ["Beijing", "china"],
  "cn-northwest-1": ["Ningxia", ""],
  "eusc-de-east-1": ["Brandenburg", "germany"],
} as const satisfies Record<string, readonly [place: string, words: string]>;

export type ConsoleRegion = keyof typeof table;

export function isConsoleRegion(word: string): word is ConsoleRegion {
  return Object.hasOwn(table, word);
}

export const consoleRegions: readonly ConsoleRegion[] = Object.keys(table).filter(isConsoleRegion);

export function placeOf(region: ConsoleRegion): string {
  return table[region][0];
}

/** Words for a region besides its place and itself, as one text. */
export function otherWordsFor(region: ConsoleRegion): string {
  return table[region][1];
}

/** Regions of one partition know of each other; accounts of one partition do not exist in another. */
export function isSamePartition(one: string, other: string): boolean {
  const fenced = (region: string) => /^(?:us-gov|cn|eusc)-/.exec(region)?.[0] ?? "";
  return fenced(one) === fenced(other);
}
