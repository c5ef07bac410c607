/** A line to try a door with. It holds no secret: the token's header is in a file. */

import type { ApiOperation } from "@/lib/core/api-operations";

const examples: Record<string, string> = {
  instance: "main",
  accountId: "111122223333",
  role: "ReadOnly",
  set: "team",
};

function addressOf({ path }: ApiOperation): string {
  return path.replace(/\{(\w+)\}/g, (whole, name: string) => examples[name] ?? whole);
}

/** For bash and its like, in lines of a readable length. */
export function curlLine(operation: ApiOperation, portalUrl: string): string {
  const parts = ["curl --fail-with-body --silent --show-error"];
  if (operation.for === "machine") parts.push("--header @$HOME/.config/sallyport/header");
  if (operation.form) {
    const fields = Object.keys(operation.form.shape);
    parts.push(...fields.map((name) => `--data-urlencode "${name}=$${name}"`));
  } else if (operation.method === "post") {
    parts.push(`--json '{}'`);
  }
  parts.push(`${portalUrl}${addressOf(operation)}`);
  return parts.join(" \\\n  ");
}
