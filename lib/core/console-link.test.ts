import fc from "fast-check";
import { expect, test } from "vitest";
import { consoleLink, withoutSession } from "@/lib/core/console-link";

const id = "123456789012";
const page =
  "https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logsV2:log-groups";

test.each([
  ["a session's own host", page.replace("https://", `https://${id}-abcd1234.`), [id], page],
  ["a page that names nobody", page, [], page],
  [
    "an ARN in the query",
    `https://console.aws.amazon.com/x?arn=arn%3Aaws%3Aiam%3A%3A${id}%3Arole%2FA`,
    [id],
    undefined,
  ],
  [
    "an ARN escaped three times behind the #",
    `${page}/log-group/$25253A000000000001$25253Aarn$25253Aaws$25253Alogs$25253Aeu-central-1$25253A${id}$25253Ax`,
    [id, "000000000001"],
    undefined,
  ],
  ["GovCloud", `https://us-gov-west-1.console.amazonaws-us-gov.com/s3/buckets/b-${id}`, [id], undefined],
  ["China", `https://console.amazonaws.cn/iam/home?account_id=${id}`, [id], undefined],
  ["the sovereign cloud", `https://eusc-de-east-1.console.amazonaws-eusc.eu/a/${id}`, [id], undefined],
])("of %s, account and page are told", (_, pasted, accountIds, wanted) => {
  expect(consoleLink(pasted)).toEqual({ accountIds, role: null, page: wanted ?? pasted });
});

test("a number that says to be an account comes before one that only looks like it", () => {
  const link = consoleLink(`https://console.aws.amazon.com/a/000000000001?accountId=${id}`);
  expect(link?.accountIds).toEqual([id, "000000000001"]);
});

test("a link of AWS's own portal tells account, role and page", () => {
  const asked = new URLSearchParams({ account_id: id, role_name: "ReadOnly", destination: page });
  const link = { accountIds: [id], role: "ReadOnly", page };
  expect(consoleLink(`https://d-1234567890.awsapps.com/start/#/console?${asked}`)).toEqual(link);
  expect(consoleLink(`https://portal.sso.eu-west-1.amazonaws.com/federation/console?${asked}`)).toEqual(link);
  asked.set("destination", "https://evil.example/");
  expect(consoleLink(`https://d-1234567890.awsapps.com/start/#/console?${asked}`)).toEqual({
    ...link,
    page: null,
  });
});

test("of an ARN, the console's own page for it is meant", () => {
  const arn = `arn:aws-us-gov:lambda:us-gov-west-1:${id}:function:a&b`;
  expect(consoleLink(`  ${arn}\n`)).toEqual({
    accountIds: [id],
    role: null,
    page: `https://console.amazonaws-us-gov.com/go/view?arn=${encodeURIComponent(arn)}`,
  });
  expect(consoleLink("arn:aws:s3:::a-bucket")?.accountIds).toEqual([]);
  expect(consoleLink(`arn:evil:s3:::${id}`)).toBe(null);
});

test.each([
  "payments prod",
  "https://evil.example/?x=https://console.aws.amazon.com",
  "https://console.aws.amazon.com.evil.example/",
  "http://console.aws.amazon.com/",
  "https://evilconsole.aws.amazon.com/",
  "javascript:alert(1)",
  `https://evil.example/?account_id=${id}9`,
  "arn:aws",
  "https://",
])("what is no link of AWS is a search like any other: %s", (text) => {
  expect(consoleLink(text)).toBe(null);
});

test("an address that belongs to no session stays as it is", () => {
  expect(withoutSession(page)).toBe(page);
  expect(withoutSession(`https://${id}-abc.evil.example/`)).toBe(`https://${id}-abc.evil.example/`);
  expect(withoutSession("no address")).toBe("no address");
});

test("whatever is pasted, the page is one of a console, and nothing throws", () => {
  const bits = fc.constantFrom(
    "https://",
    "arn:aws:",
    ":",
    "%",
    "$25",
    "#",
    "?",
    id,
    "console.aws.amazon.com",
    "/",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(bits).map((them) => them.join("")),
      ),
      (text) => {
        const made = consoleLink(text)?.page ?? null;
        return made === null || /(^|\.)console\.aws\.amazon\.com$/.test(new URL(made).hostname);
      },
    ),
  );
});
