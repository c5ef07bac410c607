/** A program with the JavaScript SDK's own default search for keys. For each line that it reads it asks STS who it is, and prints that. */

import { createInterface } from "node:readline";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const client = new STSClient({ maxAttempts: 1 });
for await (const _line of createInterface({ input: process.stdin })) {
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand({}));
    const { accessKeyId, expiration } = await client.config.credentials();
    console.log(JSON.stringify({ arn: Arn, key: accessKeyId, until: expiration }));
  } catch (failure) {
    console.log(JSON.stringify({ failure: String(failure) }));
  }
}
