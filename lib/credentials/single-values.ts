/** The three values of a set of keys one by one, for forms that ask for them separately. */

import type { Credentials } from "@/lib/core/credentials";

/** In the order in which AWS's own forms ask for them. The second and third are secrets. */
export function singleValues(credentials: Credentials): { label: string; value: string; secret: boolean }[] {
  return [
    { label: "Access key ID", value: credentials.accessKeyId, secret: false },
    { label: "Secret access key", value: credentials.secretAccessKey, secret: true },
    { label: "Session token", value: credentials.sessionToken, secret: true },
  ];
}
