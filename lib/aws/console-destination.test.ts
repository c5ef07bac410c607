/** Which pages a console sign-in may lead to, under everything that was ever made to look like one. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consoleDestination, consolePage } from "@/lib/aws/console-destination";
import { partitionOf } from "@/lib/aws/partitions";
import { testInstance } from "@/lib/aws/server-for-tests";
import { consoleLink } from "@/lib/core/console-link";
import { consoleRegions, isSamePartition } from "@/lib/core/console-regions";
import { consoleServiceIds, consoleServices } from "@/lib/core/console-services";
import { PortalError, problemOf } from "@/lib/core/portal-error";

const instance = testInstance({ region: "eu-west-1" });
const home = "https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1";

/** What became of it: an address, or the problem's code. */
function outcome(wanted: string | null, region = "eu-west-1"): string {
  try {
    return consoleDestination({ ...instance, region }, wanted);
  } catch (failure) {
    return problemOf(failure);
  }
}

test("without a wish it is the console's home in the instance's region", () => {
  expect(outcome(null)).toBe(home);
  expect(outcome("")).toBe(home);
});

test.each([
  ["us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com/console/home?region=us-gov-west-1"],
  ["cn-north-1", "https://cn-north-1.console.amazonaws.cn/console/home?region=cn-north-1"],
  ["eusc-de-east-1", "https://eusc-de-east-1.console.amazonaws-eusc.eu/console/home?region=eusc-de-east-1"],
])("the home of %s is in its own partition", (region, expected) => {
  expect(outcome(null, region)).toBe(expected);
  expect(outcome(expected, region)).toBe(expected);
  expect(outcome(expected)).toBe("invalid-input");
  expect(outcome(home, region)).toBe("invalid-input");
});

test.each([
  home,
  "https://console.aws.amazon.com/",
  "https://console.aws.amazon.com/s3/buckets/a-bucket?region=us-east-1&tab=objects",
  "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/$252Faws",
])("a page of the console stays as it is: %s", (page) => expect(outcome(page)).toBe(page));

test("a page of one browser's session is the page without the session", () => {
  const page = "https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/f%20g";
  expect(outcome(page.replace("https://", "https://123456789012-abcdefgh."))).toBe(page);
  expect(outcome("https://123456789012-abcdefgh.eu-west-1.console.amazonaws.cn/lambda")).toBe(
    "invalid-input",
  );
});

test("what is accepted is written anew", () => {
  expect(outcome("https://console.aws.amazon.com")).toBe("https://console.aws.amazon.com/");
  expect(outcome("HTTPS://Console.AWS.amazon.com/a b")).toBe("https://console.aws.amazon.com/a%20b");
  expect(outcome("https://console.aws.amazon.com/a/../b")).toBe("https://console.aws.amazon.com/b");
  expect(outcome("https://console.aws.amazon.com?x=<>")).toBe("https://console.aws.amazon.com/?x=%3C%3E");
});

describe("a look-alike is refused", () => {
  test.each([
    "https://console.aws.amazon.com.evil.example/",
    "https://evil.example/console.aws.amazon.com",
    "https://evil.example/?https://console.aws.amazon.com/",
    "https://evil.example#.console.aws.amazon.com",
    "https://evilconsole.aws.amazon.com/",
    "https://console-aws.amazon.com/",
    "https://aws.amazon.com/",
    "https://signin.aws.amazon.com/oauth?redirect_uri=https://evil.example",
    "https://console.aws.amazon.com@evil.example/",
    "https://console.aws.amazon.com:pass@evil.example/",
    "https://user@console.aws.amazon.com/",
    "https://user:pass@console.aws.amazon.com/",
    "https://@console.aws.amazon.com/",
    "https://console.aws.amazon.com%40evil.example/",
    "https://evil.example\\.console.aws.amazon.com/",
    "https://evil.example\\@console.aws.amazon.com/",
    "https://console.aws.amazon.com\\@evil.example/",
    "https://console.aws.amazon.com\\.evil.example/",
    "https:\\\\console.aws.amazon.com/",
    "https:console.aws.amazon.com/",
    "https:/console.aws.amazon.com/",
    "https:///console.aws.amazon.com/",
    "//console.aws.amazon.com/",
    "/console/home",
    "console.aws.amazon.com",
    "console.aws.amazon.com:443/",
    "https://console.aws.amazon.com:443/",
    "https://console.aws.amazon.com:8443/",
    "https://console.aws.amazon.com./",
    "https://.console.aws.amazon.com/",
    "https://console.aws.amazon.com\t.evil.example/",
    "https://console.aws\t.amazon.com/",
    "https://console.aws.amazon.com\n/",
    "ht\ttps://console.aws.amazon.com/",
    " https://console.aws.amazon.com/",
    "\u0000https://console.aws.amazon.com/",
    "\uFEFFhttps://console.aws.amazon.com/",
    "https://console.aws.amazon.com\u0000.evil.example/",
    "https://console\u3002aws\u3002amazon\u3002com/",
    "https://console.aws.amazon.\uFF43om/",
    "https://c\u043Ensole.aws.amazon.com/",
    "https://console.aws.am\u00ADazon.com/",
    "https://console.aws.amazon.com\u2024evil.example/",
    "https://console.aws.amazon.com\uFF0Fevil.example/",
    "https://console.aws.amazon.com\u2044.evil.example/",
    "https://xn--cnsole-1we.aws.amazon.com/",
    "https://c%6Fnsole.aws.amazon.com/",
    "https://[::1]/console.aws.amazon.com",
    "https://127.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "http://console.aws.amazon.com/",
    "ftp://console.aws.amazon.com/",
    "ws://console.aws.amazon.com/",
    "file://console.aws.amazon.com/",
    "javascript:alert(1)//console.aws.amazon.com/",
    "javascript://console.aws.amazon.com/%0Aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://console.aws.amazon.com/",
    "view-source:https://console.aws.amazon.com/",
    "https://console.aws.amazon.com.cn/",
    "https://console.amazonaws.cn/",
    "https://",
    "x",
    " ",
    `https://console.aws.amazon.com/${"a".repeat(5001)}`,
    `https://console.aws.amazon.com/?q=${"%".repeat(2000)}`,
  ])("%j", (wanted) => expect(outcome(wanted)).toBe("invalid-input"));
});

test("whatever is wanted, it leads to the console over https or is refused", () => {
  const pieces = fc.constantFrom(
    "https://",
    "http://",
    "//",
    "/",
    "\\",
    "@",
    ":",
    ".",
    "#",
    "?",
    "%2f",
    "%40",
    "\t",
    "\n",
    "\r",
    " ",
    "\u0000",
    "console.aws.amazon.com",
    "eu-west-1.",
    "evil.example",
    "user:pass",
    ":443",
    "\uFF0E",
    "\u3002",
    "xn--",
    "a",
    "..",
    "javascript:",
  );
  const wishes = fc.oneof(
    fc.array(pieces, { maxLength: 9 }).map((them) => them.join("")),
    fc.webUrl(),
    fc.string(),
  );
  const made = wishes.map((wish) => outcome(wish));
  fc.assert(
    fc.property(made, (result) => {
      if (result === "invalid-input") return true;
      const url = new URL(result);
      const host = `.${url.hostname}`;
      return (
        url.protocol === "https:" &&
        host.endsWith(".console.aws.amazon.com") &&
        url.port + url.username + url.password === "" &&
        url.href === result
      );
    }),
    { numRuns: 5000 },
  );
});

test("any path, query and fragment of the console is let through, and letting it through twice changes nothing", () => {
  const tails = fc.tuple(fc.webPath(), fc.webQueryParameters(), fc.webFragments());
  fc.assert(
    fc.property(tails, ([path, query, fragment]) => {
      const wanted = `https://eu-west-1.console.aws.amazon.com${path || "/"}?${query}#${fragment}`;
      const made = outcome(wanted);
      return made.startsWith("https://eu-west-1.console.aws.amazon.com/") && outcome(made) === made;
    }),
  );
});

test("a refusal says why, and repeats nothing of what was wanted", () => {
  expect(() => consoleDestination(instance, "https://evil.example/secret")).toThrow(PortalError);
  expect(() => consoleDestination(instance, "https://evil.example/secret")).toThrow(
    /^[^:]+: .*leads elsewhere$/,
  );
});

/** One region of each partition. */
const partitions = ["eu-central-1", "us-gov-east-1", "cn-northwest-1", "eusc-de-east-1"] as const;

describe("a service's page", () => {
  test.each(partitions.flatMap((region) => consoleServiceIds.map((service) => [service, region] as const)))(
    "%s in %s is one that a sign-in may lead to, as it is",
    (service, region) => {
      const page = consolePage(testInstance({ region }), { service });
      expect(outcome(page, region)).toBe(page);
      expect(new URL(page).hostname.endsWith(partitionOf(region).consoleDomain)).toBe(true);
    },
  );

  test("stands in the region that is wanted", () => {
    expect(consolePage(instance, { service: "cloudwatch", region: "eu-central-1" })).toBe(
      "https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1",
    );
    expect(consolePage(instance, { region: "ap-southeast-2" })).toBe(
      "https://ap-southeast-2.console.aws.amazon.com/console/home?region=ap-southeast-2",
    );
    expect(consolePage(instance, { service: "load-balancers" })).toBe(
      "https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#LoadBalancers:",
    );
  });

  test("of a service without regions stands where every account is", () => {
    const page = (region: string) => new URL(consolePage(testInstance({ region }), { service: "iam" })).host;
    expect(page("eu-west-1")).toBe("us-east-1.console.aws.amazon.com");
    expect(page("cn-northwest-1")).toBe("cn-north-1.console.amazonaws.cn");
    expect(page("eusc-de-east-1")).toBe("eusc-de-east-1.console.amazonaws-eusc.eu");
  });

  test("stands in no region of another partition", () => {
    for (const home of partitions) {
      for (const region of consoleRegions.filter((other) => !isSamePartition(other, home))) {
        expect(() => consolePage(testInstance({ region: home }), { region })).toThrow("another partition");
      }
    }
  });
});

test("regions are of one partition here exactly where AWS has them in one", () => {
  for (const one of consoleRegions) {
    for (const other of consoleRegions)
      expect(isSamePartition(one, other)).toBe(partitionOf(one).id === partitionOf(other).id);
  }
});

test("each partition's console is known by its links, and the page of an ARN may be led to", () => {
  for (const region of partitions) {
    const { id, consoleDomain } = partitionOf(region);
    expect(consoleLink(`https://${region}.${consoleDomain}/a`)?.page).toBe(
      `https://${region}.${consoleDomain}/a`,
    );
    const page = consoleLink(`arn:${id}:s3:::bucket`)?.page ?? null;
    expect(outcome(page, region)).toBe(page);
  }
});

test("every word for a service and a place is written as it is searched for: small, and in one piece", () => {
  for (const { words = "" } of Object.values(consoleServices)) expect(words).toMatch(/^[a-z0-9 ]*$/);
});
