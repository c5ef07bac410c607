/** Credentials as a file for `docker run --env-file`. Podman and nerdctl read it the same way. */

import { awsEnvironment } from "./aws-environment";
import type { CredentialFormat } from "./credential-format";

/**
 * Docker takes everything after the first `=` as it stands: quotes become part of the value, and so does a `#`. Only a line break
 * ends it, which no value has. A name without `=` would take the value of the machine that runs docker, so there is none.
 */
export const docker: CredentialFormat = {
  id: "docker",
  group: "files",
  label: "Docker --env-file",
  fileName: "aws-docker.env",
  quoting:
    "Values stand bare: Docker takes all after the first = as it is, and would keep quotes as part of it.",
  whenToUse:
    "For docker run --env-file and its relatives: the new container has these keys, and they go with it.",
  holdsKeys: true,
  fields: [],
  render: (input) => [...awsEnvironment(input).map(([name, value]) => `${name}=${value}`), ""].join("\n"),
  // A container keeps what it was started with until it is removed; this is for the file.
  undo: () =>
    "# There were keys here. Containers that were started with them keep them until they are removed.\n",
};
