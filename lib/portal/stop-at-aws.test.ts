/** What is pasted at AWS says exactly whom it means, whatever they are called. */

import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { denyPolicy, userIdPlace } from "@/lib/core/stop-at-aws";
import { lookUpCommand } from "@/lib/portal/stop-at-aws";

/** In place of the AWS CLI: the store's id to whoever asks for that, else what it was given, each after a NUL. */
const aws = `aws() {
  case "$1" in
    sso-admin) echo d-1234567890 ;;
    *) printf '%s\\0' "$@" ;;
  esac
}
`;

function given(command: string): string[] {
  const said = execFileSync("bash", ["-c", `${aws}${command}`], { encoding: "utf8" });
  return said.split("\0").slice(0, -1);
}

const hostile = [
  "emmy.noether",
  "o'brien",
  "'; touch /tmp/owned; echo '",
  "$(touch /tmp/owned)`id`",
  '"},"AttributePath":"userName","AttributeValue":"ada',
  "a\\b\\u0041",
  "line\nbreak\rand\ttab",
  "\u001b[2Jcleared",
  "right\u202eleft\u2028line",
  "Zoë 👩‍💻",
  "!history !! %s *",
  "-rf",
];

const instance = { region: "eu-west-1" };

test.each(hostile)("%j is looked up as it is, and nothing else is done", (userName) => {
  const words = given(lookUpCommand({ userName, email: null }, instance) ?? "");
  expect(words.slice(0, 6)).toEqual([
    "identitystore",
    "get-user-id",
    "--region",
    "eu-west-1",
    "--identity-store-id",
    "d-1234567890",
  ]);
  expect(words[6]).toBe("--alternate-identifier");
  expect(JSON.parse(words[7] ?? "")).toEqual({
    UniqueAttribute: { AttributePath: "userName", AttributeValue: userName },
  });
  expect(words.slice(8)).toEqual(["--query", "UserId", "--output", "text"]);
});

test.each(hostile)("%j puts nothing into a terminal that it would act on", (userName) => {
  expect(lookUpCommand({ userName, email: null }, instance)).toMatch(/^[ -~\n]*$/);
});

test("an address serves where there is no user name, and without both there is nothing to look up", () => {
  const words = given(lookUpCommand({ userName: null, email: "ada@example.com" }, instance) ?? "");
  expect(JSON.parse(words[7] ?? "")).toEqual({
    UniqueAttribute: { AttributePath: "emails.value", AttributeValue: "ada@example.com" },
  });
  expect(lookUpCommand({ userName: null, email: null }, instance)).toBeNull();
});

test("the policy denies one person everything, and without their id denies nobody anything", () => {
  const of = (id: string | null) => JSON.parse(denyPolicy(id)).Statement;
  const id = "90676f2c1d-5e1c8f2a-0b3d-4c6e-9f10-1a2b3c4d5e6f";
  expect(of(id)).toEqual([
    {
      Sid: "BlockedInSallyport",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { StringEquals: { "identitystore:UserId": id } },
    },
  ]);
  expect(of(null)[0].Condition).toEqual({ StringEquals: { "identitystore:UserId": userIdPlace } });
});
