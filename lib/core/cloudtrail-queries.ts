/**
 * What to ask CloudTrail about an event of ours, ready to be pasted. Keys that were handed out are found by their access key id.
 * Work in the console has other keys, and is found by the session's ARN and the time. What Sallyport itself asked of AWS is found by
 * the correlation id in its user agent, and whatever else Identity Center did for the person by their user id there. Pure, and runs
 * in the browser.
 */

import { shellWord } from "@/lib/core/shell-word";
import { likeText, sqlName, sqlText } from "@/lib/core/sql-text";
import { writableText } from "@/lib/core/writable-text";

/** What of an event, and of the instance that it belongs to, the queries need. Times in ISO 8601. */
export type QuerySubject = {
  kind: string;
  at: string;
  /** When what was handed out ends. */
  expiresAt: string | null;
  /** The same keys had been handed out before. */
  reused: boolean;
  correlationId: string;
  accessKeyId: string | null;
  accountId: string | null;
  role: string | null;
  /** The Identity Center user name: how AWS calls the person's sessions. */
  userName: string | null;
  /** The Identity Center user id: how its own events name the person. */
  userId: string | null;
  /** Null where the instance is not known any more: then there are no addresses of its console. */
  aws: { region: string; partition: string; consoleDomain: string } | null;
};

export type ReadyQuery = {
  id: "athena" | "history" | "lake";
  label: string;
  /** One line. */
  note: string;
  text: string;
  /** The same in AWS's console. */
  href: string | null;
};

/** One question about an event, in the languages that can ask it. */
export type QuerySet = {
  id: "keys" | "console" | "portal" | "person";
  title: string;
  note: string;
  queries: ReadyQuery[];
};

/** The name that AWS's own documentation gives the table. */
export const usualTable = "cloudtrail_logs";

const minute = 60_000;
const hour = 60 * minute;

/** AWS lets no session of a permission set live longer. */
const longestSession = 12 * hour;

type Span = { from: Date; until: Date };

/** What is looked for, in both dialects, and by the one attribute that event history can filter by. */
type Sought = {
  /** In Athena's names, all in small letters. */
  where: readonly string[];
  attribute: { key: "AccessKeyId" | "Username"; value: string } | null;
  span: Span;
};

const whole = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;

function athena({ where, span }: Sought, table: string): ReadyQuery {
  const day = (at: Date) => sqlText(at.toISOString().slice(0, 10).replaceAll("-", "/"));
  // Files are written up to a quarter of an hour later, and lie under the day on which they were.
  const days = `${day(span.from)} AND ${day(new Date(span.until.getTime() + hour))}`;
  const text = [
    "SELECT eventtime, eventsource, eventname, recipientaccountid,",
    "  awsregion, sourceipaddress, useragent, useridentity.arn,",
    "  errorcode, requestparameters",
    `FROM ${sqlName(table) ?? usualTable}`,
    `WHERE ${where.join("\n  AND ")}`,
    `  AND eventtime BETWEEN ${sqlText(whole(span.from))} AND ${sqlText(whole(span.until))}`,
    "  -- For a table with partitions by day: reads no more than these.",
    `  AND "timestamp" BETWEEN ${days}`,
    "ORDER BY eventtime",
  ].join("\n");
  const note =
    "For a table made as AWS describes, with partition projection. Keeps whatever the trail keeps.";
  return { id: "athena", label: "Athena", note, text, href: null };
}

/** Athena's names as CloudTrail Lake writes them. */
const lakeNames = [
  ["useridentity.accesskeyid", "userIdentity.accessKeyId"],
  ["useridentity.arn", "userIdentity.arn"],
  ["recipientaccountid", "recipientAccountId"],
  ["useragent", "userAgent"],
  ["useridentity.onbehalfof.userid", "userIdentity.onBehalfOf.userId"],
] as const;

function inLake(condition: string): string {
  const found = lakeNames.find(([name]) => condition.startsWith(`${name} `));
  return found ? found[1] + condition.slice(found[0].length) : condition;
}

function lake({ where, span }: Sought): ReadyQuery {
  const time = (at: Date) => sqlText(whole(at).replace("T", " ").replace("Z", ""));
  const text = [
    "SELECT eventTime, eventSource, eventName, recipientAccountId,",
    "  awsRegion, sourceIPAddress, userAgent, userIdentity.arn,",
    "  errorCode, requestParameters",
    "FROM EVENT_DATA_STORE_ID",
    `WHERE ${where.map(inLake).join("\n  AND ")}`,
    `  AND eventTime BETWEEN ${time(span.from)} AND ${time(span.until)}`,
    "ORDER BY eventTime",
  ].join("\n");
  const note = "For those who have an event data store: put its id in. AWS opens no new ones.";
  return { id: "lake", label: "CloudTrail Lake", note, text, href: null };
}

function history({ attribute, span }: Sought, aws: QuerySubject["aws"]): ReadyQuery | null {
  if (!attribute) return null;
  const { key, value } = attribute;
  // The short way of writing takes commas and brackets of a value for its own.
  const isPlain = /^[A-Za-z0-9_.@+-]+$/.test(value);
  const wanted = isPlain
    ? `AttributeKey=${key},AttributeValue=${value}`
    : JSON.stringify([{ AttributeKey: key, AttributeValue: writableText(value) }]);
  const text = [
    "aws cloudtrail lookup-events",
    `--lookup-attributes ${shellWord(wanted)}`,
    `--start-time ${whole(span.from)} --end-time ${whole(span.until)}`,
    ...(aws ? [`--region ${shellWord(aws.region)}`] : []),
  ].join(" ");
  const note =
    "With keys of the account itself. The last 90 days, one region at a time: repeat it for the others.";
  return {
    id: "history",
    label: "Event history",
    note,
    text,
    href: aws && historyHref(aws, attribute, span),
  };
}

function historyHref(
  { region, consoleDomain }: NonNullable<QuerySubject["aws"]>,
  { key, value }: NonNullable<Sought["attribute"]>,
  { from, until }: Span,
): string {
  const filter = new URLSearchParams({
    [key]: value,
    StartTime: from.toISOString(),
    EndTime: until.toISOString(),
  });
  const at = encodeURIComponent(region);
  return `https://${at}.${consoleDomain}/cloudtrailv2/home?region=${at}#/events?${filter}`;
}

function inAll(sought: Sought, { aws }: QuerySubject, table: string): ReadyQuery[] {
  return [athena(sought, table), history(sought, aws), lake(sought)].filter((one) => one !== null);
}

function endOf({ at, expiresAt }: QuerySubject): Date {
  const said = Date.parse(expiresAt ?? "");
  return new Date(Number.isNaN(said) ? Date.parse(at) + longestSession : said);
}

function byKeys(subject: QuerySubject, table: string): QuerySet | null {
  const { kind, at, accessKeyId, reused } = subject;
  if (kind !== "credentials.issued" || !accessKeyId) return null;
  const made = Date.parse(at) - (reused ? longestSession : minute);
  const sought: Sought = {
    where: [`useridentity.accesskeyid = ${sqlText(accessKeyId)}`],
    attribute: { key: "AccessKeyId", value: accessKeyId },
    span: { from: new Date(made), until: endOf(subject) },
  };
  return {
    id: "keys",
    title: "What was done with these keys",
    note: "Every call made with them carries their access key id. A role taken on with them has other keys: look for AssumeRole.",
    queries: inAll(sought, subject, table),
  };
}

function byConsole(subject: QuerySubject, table: string): QuerySet | null {
  const { kind, at, accountId, role, userName, aws } = subject;
  if (kind !== "console.opened" || !accountId || !role) return null;
  const beginning = `arn:${aws?.partition ?? "aws"}:sts::${accountId}:assumed-role/AWSReservedSSO_${role}_`;
  const sought: Sought = {
    where: [
      `useridentity.arn ${userName ? likeText(beginning, `/${userName}`) : likeText(beginning, "")}`,
      `recipientaccountid = ${sqlText(accountId)}`,
    ],
    attribute: userName ? { key: "Username", value: userName } : null,
    span: { from: new Date(Date.parse(at) - minute), until: endOf(subject) },
  };
  return {
    id: "console",
    title: "What was done in the console",
    note: userName
      ? "The console works with keys of its own, so this looks for the person’s session of this role in that time. Other sessions of theirs with this role are found too."
      : "The console works with keys of its own, and this event does not say how AWS calls the person: this finds everybody with this role in that time.",
    queries: inAll(sought, subject, table),
  };
}

const asksAws = /^(credentials|console|connection)\./;

function byPortal(subject: QuerySubject, table: string): QuerySet | null {
  const { kind, at, correlationId } = subject;
  if (!asksAws.test(kind)) return null;
  const sought: Sought = {
    where: [`useragent ${likeText("Sallyport/", ` ${correlationId}`)}`],
    attribute: null,
    span: {
      from: new Date(Date.parse(at) - 15 * minute),
      until: new Date(Date.parse(at) + 15 * minute),
    },
  };
  return {
    id: "portal",
    title: "What Sallyport asked of AWS for it",
    note: "Identity Center’s and STS’s own events of this click, from Sallyport’s address. Ask the trail of the account that Identity Center is in.",
    queries: inAll(sought, subject, table),
  };
}

function byPerson(subject: QuerySubject, table: string): QuerySet | null {
  const { kind, at, userId } = subject;
  if (!asksAws.test(kind) || !userId) return null;
  const sought: Sought = {
    where: [`useridentity.onbehalfof.userid = ${sqlText(userId)}`],
    attribute: null,
    span: { from: new Date(Date.parse(at) - hour), until: endOf(subject) },
  };
  return {
    id: "person",
    title: "What Identity Center did for this person",
    note: "Its own events name the person by their user id there, whoever asked: Sallyport, AWS’s portal or a CLI. Ask the trail of the account that Identity Center is in.",
    queries: inAll(sought, subject, table),
  };
}

/** What can be asked about an event, the best first; nothing where AWS never heard of it. */
export function cloudtrailQueries(subject: QuerySubject, table: string = usualTable): QuerySet[] {
  return [byKeys, byConsole, byPortal, byPerson]
    .map((ask) => ask(subject, table))
    .filter((one) => one !== null);
}
