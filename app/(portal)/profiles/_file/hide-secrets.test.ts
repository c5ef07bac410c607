/** No key is shown, wherever it stands in a file; and what is no key stays readable. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { hideSecrets, secretLines } from "./hide-secrets";

const key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

test("of an access key its kind and its last four characters are left", () => {
  expect(hideSecrets("aws_access_key_id = AKIAIOSFODNN7EXAMPLE")).toBe("aws_access_key_id = AKIA••••MPLE");
  expect(hideSecrets("# old: ASIAIOSFODNN7EXAMPLE, AKIAIOSFODNN7EXAMPLF")).toBe(
    "# old: ASIA••••MPLE, AKIA••••MPLF",
  );
});

test("a secret is hidden in comments, in quotes, behind a colon, in capitals, and where only its shape tells it", () => {
  for (const line of [
    `aws_secret_access_key = ${key}`,
    `#aws_secret_access_key=${key}`,
    `  ; AWS_SECRET_ACCESS_KEY: "${key}"`,
    `aws_session_token=${key}`,
    `[${key}]`,
    key,
    key.toLowerCase(),
    `role_arn = ${key}`,
    `credential_process = /bin/x --password ${key}`,
  ])
    expect(hideSecrets(line).toLowerCase()).not.toContain(key.slice(0, 12).toLowerCase());
  expect(hideSecrets("aws_secret_access_key = short")).not.toContain("short");
  expect(hideSecrets("granted_password = hunter2")).not.toContain("hunter2");
  expect(hideSecrets("token spt_0123456789abcdef_-xyz")).not.toContain("0123");
});

test("whatever stands around a secret, it is not shown", () => {
  const around = fc.string({ unit: fc.constantFrom(..." =:#;\"'[]\t.,aK7/-_") });
  fc.assert(
    fc.property(around, around, (before, after) => {
      const id = `${before} AKIAIOSFODNN7EXAMPLE ${after}`;
      expect(hideSecrets(id)).not.toContain("IOSFODNN7");
      expect(hideSecrets(`${before}aws_secret_access_key = ${key}${after}`)).not.toContain(key);
    }),
  );
});

test("what is no secret stays readable", () => {
  const lines = [
    "[profile payments-production.AWSAdministratorAccess]",
    "sso_start_url = https://d-1234567890.awsapps.com/start",
    "role_arn = arn:aws:iam::123456789012:role/AWSReservedSSO_AdministratorAccess_0123456789abcdef",
    "sso_session = corp",
    "web_identity_token_file = /var/run/secrets/eks.amazonaws.com/serviceaccount/token",
    "sso_registration_scopes = sso:account:access",
  ];
  for (const line of lines) expect(hideSecrets(line)).toBe(line);
});

test("a secret that goes on in the next line is hidden there too, and what comes after is not", () => {
  const lines = `[ci]
aws_secret_access_key = wJalrXUtnFEMI
  K7MDENG

  bPxRfiCY=
EXAMPLEKEY
region = eu-west-1
  aws_session_token = a
  region = eu-west-1`.split("\n");
  expect([...secretLines(lines)]).toEqual([2, 4, 5]);
});
