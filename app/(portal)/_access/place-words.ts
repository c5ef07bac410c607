/** Pages of the console in words, as the page says them, and as a row's own console can open them. Pure. */

import { isSamePartition, placeOf } from "@/lib/core/console-regions";
import { consoleServices } from "@/lib/core/console-services";
import type { ConsolePlace, PagePart } from "./read-query";

export function partTitle(part: PagePart): string {
  return "service" in part ? consoleServices[part.service].name : placeOf(part.region);
}

/** `eu-central-1.console.aws.amazon.com/lambda/home`: what tells one page from another. */
export function pageTitle(page: string): string {
  if (!URL.canParse(page)) return page;
  const { hostname, pathname, searchParams, hash } = new URL(page);
  const [first = ""] = hostname.split(".");
  const region = searchParams.get("region") ?? (first === "console" ? "" : first);
  const at = pathname.replace(/^\//, "") + (hash.length > 1 ? hash : "");
  return [region, searchParams.get("arn") ?? at].filter(Boolean).join(" · ");
}

/** `CloudWatch in Frankfurt`; null for the console's home in the region it has by itself. */
export function placeTitle({ destination, service, region }: ConsolePlace): string | null {
  if (destination) return pageTitle(destination);
  const where = region ? `in ${placeOf(region)}` : "";
  const what = service ? consoleServices[service].name : region ? "the console" : "";
  return [what, where].filter(Boolean).join(" ") || null;
}

/** Without a region that the instance's partition does not have. */
export function placeWithin(place: ConsolePlace, home: string | undefined): ConsolePlace {
  const { region, ...rest } = place;
  return region && home && !isSamePartition(region, home) ? rest : place;
}

/** The search without a part of it. */
export function withoutPart(query: string, { text }: Pick<PagePart, "text">): string {
  const words = text.split(" ").map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(^|\\s)${words.join("\\s+")}(?=\\s|$)`, "i");
  return query.replace(pattern, " ").replace(/\s+/g, " ").trimStart();
}
