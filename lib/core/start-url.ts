/**
 * Start URLs: the address of an Identity Center instance's own access portal, in every form that AWS gives it and that
 * people copy from somewhere. The only place that knows these forms. Taken from AWS's user guides and from what its own
 * tools accept; addresses at a company's own domain are those that redirect to AWS.
 */

import { type PartitionId, partitionIdOf } from "@/lib/core/region";

export type StartUrl = {
  /** The one spelling. */
  url: string;
  /** The region that the address names, where it names one. */
  region: string | null;
  /** The partition that the address is of, where that can be seen. */
  partition: PartitionId | null;
  /** `vanity`: at a company's own domain; AWS's services do not know it. */
  kind: "portal" | "issuer" | "vanity";
};

type Form = {
  host: RegExp;
  /** The path in its one spelling; null where it names no instance. */
  path(path: string): string | null;
  kind: "portal" | "issuer";
  /** Where the host alone tells it. */
  partition: PartitionId | null;
};

const name = "[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?";
const region = "(?<region>[a-z]{2,4}(?:-[a-z]+){1,3}-\\d{1,2})";

/** Hosts with a name of the instance's own. AWS itself puts no path behind the newer ones. */
const forms: readonly Form[] = [
  ...(
    [
      [`${name}\\.${region}\\.portal\\.amazonaws\\.com`, null],
      [`${name}\\.portal\\.${region}\\.app\\.aws`, null],
      [`${name}\\.${region}\\.portal\\.amazonaws\\.com\\.cn`, "aws-cn"],
      [`${name}\\.portal\\.${region}\\.app\\.amazonwebservices\\.com\\.cn`, "aws-cn"],
      [`${name}\\.${region}\\.portal\\.amazonaws\\.eu`, "aws-eusc"],
      [`${name}\\.portal\\.${region}\\.api\\.amazonwebservices\\.eu`, "aws-eusc"],
    ] as const
  ).map(([host, partition]) => form(host, { kind: "portal", partition, path: () => "" })),
  form(`start\\.(?:${region}\\.)?us-gov-home\\.awsapps\\.com`, {
    kind: "portal",
    partition: "aws-us-gov",
    path: directory,
  }),
  form(`start\\.(?:${region}\\.)?home\\.awsapps\\.cn`, {
    kind: "portal",
    partition: "aws-cn",
    path: directory,
  }),
  form(`(?!start\\.)${name}\\.awsapps\\.com`, { kind: "portal", partition: null, path: () => "/start" }),
  form("identitycenter\\.amazonaws\\.com", { kind: "issuer", partition: null, path: instance }),
  form("identitycenter\\.us-gov\\.amazonaws\\.com", {
    kind: "issuer",
    partition: "aws-us-gov",
    path: instance,
  }),
  form("identitycenter\\.amazonaws\\.com\\.cn", { kind: "issuer", partition: "aws-cn", path: instance }),
  form("identitycenter\\.amazonaws\\.eu", { kind: "issuer", partition: "aws-eusc", path: instance }),
];

function form(host: string, rest: Omit<Form, "host">): Form {
  return { host: new RegExp(`^${host}$`), ...rest };
}

/** Of one kind is what ends so: whoever wrote it without its instance would get nobody's portal. */
const awsDomains =
  /(^|\.)(awsapps\.com|awsapps\.cn|app\.aws|portal\.amazonaws\.(com|com\.cn|eu)|app\.amazonwebservices\.com\.cn|api\.amazonwebservices\.eu)$|^identitycenter\.(us-gov\.)?amazonaws\.(com|com\.cn|eu)$/;

function directory(path: string): string | null {
  const [, id] = /^\/directory\/([\w-]+)(?:\/|$)/i.exec(path) ?? [];
  return id ? `/directory/${id.toLowerCase()}` : null;
}

function instance(path: string): string | null {
  const [, id] = /^\/(ssoins-[a-z0-9-]+)(?:\/|$)/i.exec(path) ?? [];
  return id ? `/${id.toLowerCase()}` : null;
}

/**
 * Reads a start URL, with or without what a browser or a tool has put behind it: slashes, `#/`, a page of the portal, a
 * query. Null for what is no web address, names somebody and a password, or is AWS's and names no instance.
 */
export function readStartUrl(text: string): StartUrl | null {
  if (!URL.canParse(text.trim())) return null;
  const url = new URL(text.trim());
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || url.hostname === "") return null;

  const hostname = url.hostname.replace(/\.+$/, "");
  const own = `${url.protocol}//${hostname}${url.port ? `:${url.port}` : ""}`;
  for (const { host, path, kind, partition } of forms) {
    const found = host.exec(hostname);
    if (!found) continue;
    const end = path(url.pathname);
    if (end === null || url.protocol !== "https:" || url.port) return null;
    const named = found.groups?.region ?? null;
    return {
      url: own + end,
      region: named,
      partition: partition ?? (named === null ? null : partitionIdOf(named)),
      kind,
    };
  }
  if (awsDomains.test(hostname)) return null;
  return { url: own + url.pathname.replace(/\/+$/, ""), region: null, partition: null, kind: "vanity" };
}

const portalDomains: Readonly<Record<PartitionId, string>> = {
  aws: "portal.amazonaws.com",
  "aws-us-gov": "portal.amazonaws.com",
  "aws-cn": "portal.amazonaws.com.cn",
  "aws-eusc": "portal.amazonaws.eu",
};

/**
 * The portal's page for a browser, without a slash at its end: what stands behind it begins with `/#/`. An issuer's
 * address is not one, but names the instance whose portal it is. Takes any form, and what it cannot read as it is.
 */
export function portalPage(startUrl: string, inRegion: string): string {
  const read = readStartUrl(startUrl);
  const partition = partitionIdOf(inRegion);
  if (read?.kind !== "issuer" || !partition) return read?.url ?? startUrl;
  return `https://${new URL(read.url).pathname.slice(1)}.${inRegion}.${portalDomains[partition]}`;
}
