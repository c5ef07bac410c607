/** Which environment variables carry credentials, and which stale ones would win over them. The only file that knows their names. */

import type { FormatInput, UndoInput } from "./credential-format";
import { writableValues } from "./writable-values";

/** A variable's name and its value. */
export type Variable = readonly [name: string, value: string];

/**
 * What must go, or other keys than these are used: botocore reads the old AWS_SECURITY_TOKEN before AWS_SESSION_TOKEN, and
 * the JavaScript SDK prefers AWS_PROFILE to keys in the environment. A stale expiry or account id is overwritten, not unset.
 */
export const shadowingNames: readonly string[] = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN"];

const keyNames = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_ACCOUNT_ID",
] as const;

/** Both: botocore and AWS CLI 1 read only the second, the SDKs for JavaScript, Go, Java and Rust only the first. */
const regionNames = ["AWS_REGION", "AWS_DEFAULT_REGION"] as const;

/** The variables to set, in order. Throws an `Error` without any value in it when one cannot be written. */
export function awsEnvironment(input: FormatInput): Variable[] {
  const values = writableValues(input);
  const keys: Record<(typeof keyNames)[number], string> = {
    AWS_ACCESS_KEY_ID: values.accessKeyId,
    AWS_SECRET_ACCESS_KEY: values.secretAccessKey,
    AWS_SESSION_TOKEN: values.sessionToken,
    AWS_CREDENTIAL_EXPIRATION: values.expiration,
    // DynamoDB's endpoint is made of it: one left over from another account leads to the wrong place.
    AWS_ACCOUNT_ID: values.accountId,
  };
  const { region } = values;
  return [
    ...keyNames.map((name) => [name, keys[name]] as const),
    ...(region === undefined ? [] : regionNames.map((name) => [name, region] as const)),
  ];
}

/** The names that `awsEnvironment` sets for the same input, for the lines that unset them. */
export function awsEnvironmentNames({ region }: UndoInput): string[] {
  return region === undefined ? [...keyNames] : [...keyNames, ...regionNames];
}
