import { execFileSync } from "node:child_process";
import { PGlite } from "@electric-sql/pglite";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloudtrailQueries, type QuerySubject } from "./cloudtrail-queries";
import { shellWord } from "./shell-word";
import { likeText, sqlName, sqlText } from "./sql-text";
import { writableText } from "./writable-text";

const subject: QuerySubject = {
  kind: "credentials.issued",
  at: "2026-11-21T22:30:00.000Z",
  expiresAt: "2026-11-21T23:30:00.000Z",
  reused: false,
  correlationId: "0b8c7d0e-5a64-4a0e-9c1e-5a6f3f9a1f11",
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  accountId: "004299117730",
  role: "Read_Only",
  userName: "e.noether",
  userId: "90676f2c1d-5e1c8f2a-0b3d-4c6e-9f10-1a2b3c4d5e6f",
  aws: { region: "eu-west-1", partition: "aws", consoleDomain: "console.aws.amazon.com" },
};

const opened: QuerySubject = { ...subject, kind: "console.opened" };

/** Quotes, escapes, comments, ends of statements, what a terminal acts on, and halves of characters. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(..."'\"`\\$;%_-/*()[]{}<>|&!#~,= \n\r\t\0\u0003\u001b\u0085\u2028\u202e".split("")),
      fc.constantFrom("--", "/*", "*/", "';", "$(id)", "`id`", "U&'", "\\000a", "\ud800", "é", "漢", "😀"),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

function inBash(script: string): string[] {
  const env = { ...process.env, LC_ALL: "C.UTF-8" };
  return execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8", env }).split("\0").slice(0, -1);
}

/** What a value becomes where it cannot be written. */
const kept = writableText;

const found = (one: QuerySubject, set: string, query: string, table?: string) =>
  cloudtrailQueries(one, table)
    .find(({ id }) => id === set)
    ?.queries.find(({ id }) => id === query);

describe("in SQL", () => {
  // Trino and PostgreSQL read quotes, escapes and patterns alike.
  let sql: PGlite;
  beforeAll(async () => {
    sql = await PGlite.create();
  }, 300_000);
  afterAll(async () => await sql.close());

  test("whatever a value holds, it is that value and nothing more, on one line", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        const text = sqlText(value);
        expect(text).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        const { rows } = await sql.query(`SELECT ${text} AS value, 1 AS one`);
        expect(rows).toEqual([{ value: kept(value), one: 1 }]);
      }),
      { numRuns: 300 },
    );
  });

  test("a pattern finds its pieces as they stand, with anything between them, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (begin, end, between) => {
        const pattern = likeText(begin, end);
        const right = sqlText(`${kept(begin)}${kept(between)}${kept(end)}`);
        const wrong = sqlText(`x${kept(begin)}${kept(end)}`);
        const { rows } = await sql.query(`SELECT ${right} ${pattern} AS found, ${wrong} ${pattern} AS other`);
        expect(rows).toEqual([{ found: true, other: kept(begin) === "" || /^x+$/.test(kept(begin)) }]);
      }),
      { numRuns: 300 },
    );
  });

  test("whatever is typed as a table's name is a name or nothing", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (name) => {
        const written = sqlName(name);
        if (written === null) return;
        const parts = name.trim().split(".");
        const { rows } = await sql.query<{ parts: string[] }>(
          `SELECT parse_ident(${sqlText(written)}, true) AS parts`,
        );
        const plain = (part: string) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(part) ? part.toLowerCase() : part);
        expect(rows[0]?.parts).toEqual(parts.map(plain));
      }),
      { numRuns: 300 },
    );
  });

  test("whatever a person or a role is called, the statement has the same shape", async () => {
    const shape = (text: string) => text.replaceAll(/(U&)?'(?:[^']|'')*'/g, "?");
    for (const query of ["athena", "lake"]) {
      const usual = shape(found(opened, "console", query)?.text ?? "");
      expect(usual).toContain("?");
      fc.assert(
        fc.property(hostile, hostile, (userName, role) => {
          const one = { ...opened, userName: `a${userName}`, role: `a${role}` };
          expect(shape(found(one, "console", query)?.text ?? "")).toBe(usual);
        }),
      );
    }
  });
});

describe("in a shell", () => {
  test("whatever a value holds, bash takes it for one word and runs none of it", () => {
    const values = fc.sample(hostile, 400);
    const script = `for word in ${values.map(shellWord).join(" ")}; do printf '%s\\0' "$word"; done`;
    expect(script).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(inBash(script)).toEqual(values.map(kept));
  });

  test("whoever the person is, the command has the same words, and the name arrives whole", () => {
    for (const name of [
      ...fc.sample(hostile, 40).map((text) => `a${text}`),
      "e.noether",
      "o'hara",
      "a,b=c",
    ]) {
      const command = found({ ...opened, userName: name }, "console", "history")?.text ?? "";
      const script = `aws() { printf '%s\\0' "$@"; }; ${command}`;
      const words = inBash(script);
      expect(words).toHaveLength(10);
      const attribute = words[3] ?? "";
      const value = attribute.startsWith("[")
        ? JSON.parse(attribute)[0].AttributeValue
        : attribute.replace("AttributeKey=Username,AttributeValue=", "");
      expect(value).toBe(kept(name));
    }
  });
});

test("keys are found by their access key id, from when they were made until they end", () => {
  expect(found(subject, "keys", "athena")?.text).toBe(
    `SELECT eventtime, eventsource, eventname, recipientaccountid,
  awsregion, sourceipaddress, useragent, useridentity.arn,
  errorcode, requestparameters
FROM cloudtrail_logs
WHERE useridentity.accesskeyid = 'ASIAIOSFODNN7EXAMPLE'
  AND eventtime BETWEEN '2026-11-21T22:29:00Z' AND '2026-11-21T23:30:00Z'
  -- For a table with partitions by day: reads no more than these.
  AND "timestamp" BETWEEN '2026/11/21' AND '2026/11/22'
ORDER BY eventtime`,
  );
  expect(found(subject, "keys", "history")).toMatchObject({
    text: "aws cloudtrail lookup-events --lookup-attributes AttributeKey=AccessKeyId,AttributeValue=ASIAIOSFODNN7EXAMPLE --start-time 2026-11-21T22:29:00Z --end-time 2026-11-21T23:30:00Z --region eu-west-1",
    href: "https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events?AccessKeyId=ASIAIOSFODNN7EXAMPLE&StartTime=2026-11-21T22%3A29%3A00.000Z&EndTime=2026-11-21T23%3A30%3A00.000Z",
  });
  expect(found(subject, "keys", "lake")?.text).toContain(
    "WHERE userIdentity.accessKeyId = 'ASIAIOSFODNN7EXAMPLE'\n  AND eventTime BETWEEN '2026-11-21 22:29:00' AND '2026-11-21 23:30:00'",
  );
});

test("keys that had left before are looked for from when they can have been made", () => {
  expect(found({ ...subject, reused: true }, "keys", "athena")?.text).toContain("'2026-11-21T10:30:00Z' AND");
});

test("work in the console is found by the session's ARN, in which `_` is no wildcard", () => {
  expect(found(opened, "console", "athena")?.text).toContain(
    `WHERE useridentity.arn LIKE 'arn:aws:sts::004299117730:assumed-role/AWSReservedSSO\\_Read\\_Only\\_%/e.noether' ESCAPE '\\'
  AND recipientaccountid = '004299117730'`,
  );
  expect(found(opened, "keys", "athena")).toBeUndefined();
  expect(found(opened, "console", "history")?.text).toContain(
    "AttributeKey=Username,AttributeValue=e.noether ",
  );
});

test("without a user name everybody with that role is found, and the note says so", () => {
  const [set] = cloudtrailQueries({ ...opened, userName: null });
  expect(set?.note).toContain("everybody with this role");
  expect(set?.queries.map(({ id }) => id)).toEqual(["athena", "lake"]);
});

test("what Sallyport asked is found by the correlation id in its user agent", () => {
  const refused = { ...subject, kind: "credentials.refused", accessKeyId: null };
  expect(cloudtrailQueries(refused).map(({ id }) => id)).toEqual(["portal", "person"]);
  expect(found(refused, "portal", "athena")?.text).toContain(
    "WHERE useragent LIKE 'Sallyport/% 0b8c7d0e-5a64-4a0e-9c1e-5a6f3f9a1f11' ESCAPE '\\'",
  );
});

test("what else Identity Center did is found by the person's user id there, and without one is not asked for", () => {
  expect(found(subject, "person", "athena")?.text).toContain(
    "WHERE useridentity.onbehalfof.userid = '90676f2c1d-5e1c8f2a-0b3d-4c6e-9f10-1a2b3c4d5e6f'\n" +
      "  AND eventtime BETWEEN '2026-11-21T21:30:00Z' AND '2026-11-21T23:30:00Z'",
  );
  expect(found(subject, "person", "lake")?.text).toContain(
    "WHERE userIdentity.onBehalfOf.userId = '90676f2c1d-",
  );
  expect(found({ ...subject, userId: null }, "person", "athena")).toBeUndefined();
});

test("other partitions have their own ARNs and consoles", () => {
  const aws = {
    region: "us-gov-west-1",
    partition: "aws-us-gov",
    consoleDomain: "console.amazonaws-us-gov.com",
  };
  expect(found({ ...opened, aws }, "console", "athena")?.text).toContain(
    "'arn:aws-us-gov:sts::004299117730:",
  );
  expect(found({ ...opened, aws }, "console", "history")?.href).toMatch(
    /^https:\/\/us-gov-west-1\.console\.amazonaws-us-gov\.com\//,
  );
});

test("a table of another name is asked, and one that is no name is not", () => {
  expect(found(subject, "keys", "athena", "Security.trail-2026")?.text).toContain(
    'FROM Security."trail-2026"\n',
  );
  expect(found(subject, "keys", "athena", "a\nb")?.text).toContain("FROM cloudtrail_logs\n");
});

test("nothing is asked about what AWS never heard of", () => {
  expect(cloudtrailQueries({ ...subject, kind: "sign-in.succeeded" })).toEqual([]);
});
