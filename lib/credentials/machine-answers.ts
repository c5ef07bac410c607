/** Keys as AWS's own clients read them: from a container's endpoint, and from what a credential_process prints. */

import type { ContainerCredentials, ProcessCredentials } from "@/lib/core/api-answers";
import type { Credentials } from "@/lib/core/credentials";

/** To the second and with a `Z`, which the strictest of them asks for. Cut off, so that it never promises more time than there is. */
function expiration({ expiresAt }: Credentials): string {
  return expiresAt.toISOString().replace(/\.\d+Z$/, "Z");
}

/** `AWS_CONTAINER_CREDENTIALS_FULL_URI`: what the session token is called in a credential_process is called `Token` here. */
export function containerAnswer(credentials: Credentials, accountId: string): ContainerCredentials {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    Token: credentials.sessionToken,
    Expiration: expiration(credentials),
    AccountId: accountId,
  };
}

/** `credential_process`, version 1: there is no other. */
export function processAnswer(credentials: Credentials, accountId: string): ProcessCredentials {
  return {
    Version: 1,
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: expiration(credentials),
    AccountId: accountId,
  };
}
