/**
 * What a console address or an ARN says that somebody pasted: whose it may be, and which page is meant. Pure, and no
 * guard: the page finds a row by it, and `lib/aws` decides whether a sign-in may lead there.
 */

/** Consoles of AWS's partitions, as ARNs name these; a test holds them against `lib/aws/partitions`. */
const consoleDomains = new Map([
  ["aws", "console.aws.amazon.com"],
  ["aws-us-gov", "console.amazonaws-us-gov.com"],
  ["aws-cn", "console.amazonaws.cn"],
  ["aws-eusc", "console.amazonaws-eusc.eu"],
]);

/** A browser with several sessions gives each a host of its own: `123456789012-abcdefgh.eu-west-1.console...`. */
const sessionPrefix = /^(\d{12})-[a-z0-9]+\./;

export type ConsoleLink = {
  /** Accounts that it may be of, the likeliest first. None: it names none, and may be any account's. */
  accountIds: readonly string[];
  role: string | null;
  /** The console's page, belonging to no session. Null: only the account is named. */
  page: string | null;
};

/** Null for what is neither a page of a console, nor a link of AWS's own portal to one, nor an ARN. */
export function consoleLink(pasted: string): ConsoleLink | null {
  const text = pasted.trim();
  if (text.startsWith("arn:")) return ofArn(text);
  if (!/^https:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return isConsole(url) ? ofConsole(url) : ofPortal(url);
}

/** The address as it is for everybody: without one browser's session in its host. What is no console stays as it is. */
export function withoutSession(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  if (!isConsole(url) || !sessionPrefix.test(url.hostname)) return address;
  url.hostname = url.hostname.replace(sessionPrefix, "");
  return url.href;
}

function isConsole({ hostname }: URL): boolean {
  return [...consoleDomains.values()].some(
    (domain) => hostname === domain || hostname.endsWith(`.${domain}`),
  );
}

function ofConsole(url: URL): ConsoleLink {
  const inHost = sessionPrefix.exec(url.hostname)?.[1];
  const rest = unescaped(url.pathname + url.search + url.hash);
  return {
    accountIds: unique([...(inHost ? [inHost] : []), ...accountsIn(rest)]),
    role: null,
    page: withoutSession(url.href),
  };
}

/** `https://example.awsapps.com/start/#/console?account_id=...&role_name=...&destination=...` */
function ofPortal(url: URL): ConsoleLink | null {
  const inHash = url.hash.includes("account_id=");
  const asked = new URLSearchParams(inHash ? url.hash.slice(url.hash.indexOf("?") + 1) : url.search);
  const accountId = asked.get("account_id") ?? "";
  if (!/^\d{12}$/.test(accountId)) return null;
  const destination = asked.get("destination") ?? "";
  const page =
    URL.canParse(destination) && isConsole(new URL(destination)) ? withoutSession(destination) : null;
  return { accountIds: [accountId], role: asked.get("role_name"), page };
}

/** The console finds a resource's page by its ARN. */
function ofArn(arn: string): ConsoleLink | null {
  const [, partition = "", , , accountId = "", ...resource] = arn.split(":");
  const domain = consoleDomains.get(partition);
  if (!domain || resource.length === 0 || /\s/.test(arn)) return null;
  const page = `https://${domain}/go/view?${new URLSearchParams({ arn })}`;
  const others = accountsIn(resource.join(":"));
  return { accountIds: unique([...accountsIn(accountId), ...others]), role: null, page };
}

/** Accounts that a text names, and before all others those that it says to be one. */
function accountsIn(text: string): string[] {
  const said = [
    ...text.matchAll(/\baccount_?id=(\d{12})(?!\d)/gi),
    ...text.matchAll(/\barn:[^:\s]*:[^:\s]*:[^:\s]*:(\d{12}):/g),
  ];
  return [
    ...said.map(([, id = ""]) => id),
    ...Array.from(text.matchAll(/(?<!\d)\d{12}(?!\d)/g), ([id]) => id),
  ];
}

/** Consoles escape the part behind the `#` up to three times over, and write `$` for `%` there. */
function unescaped(text: string): string {
  let plain = text.replace(/\$(?=[0-9a-f]{2})/gi, "%");
  for (let times = 0; times < 3 && plain.includes("%"); times += 1) {
    try {
      plain = decodeURIComponent(plain).replace(/\$(?=[0-9a-f]{2})/gi, "%");
    } catch {
      return plain;
    }
  }
  return plain;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
