/** Names of profiles that every AWS tool reads. */

/**
 * What every parser takes as a name. The JavaScript SDK ignores a profile whose name has a space, and botocore splits others.
 * A `-` at its start would be an option to the AWS CLI.
 */
const safeName = /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/;

/** `default` would take over every tool on the machine, and the JavaScript SDK throws the whole file away for `__proto__`. */
const reservedNames: readonly string[] = ["default", "__proto__"];

/** The name, if every tool can read it. Throws an `Error` otherwise. */
export function safeProfileName(name: string): string {
  if (safeName.test(name) && !reservedNames.includes(name.toLowerCase())) return name;
  throw new Error("The profile's name is not one that every AWS tool can read.");
}
