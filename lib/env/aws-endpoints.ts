/** The SDK's own settings that say where AWS is. They may name AWS or this machine, nothing else: keys are sent there. */

import { isLoopbackHost } from "@/lib/core/loopback";

/** Of services that are asked in the instances' own regions. */
const names = [
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_SSO",
  "AWS_ENDPOINT_URL_SSO_OIDC",
  "AWS_ENDPOINT_URL_STS",
  "AWS_ENDPOINT_URL_ORGANIZATIONS",
  "AWS_ENDPOINT_URL_SSO_ADMIN",
  "AWS_ENDPOINT_URL_IDENTITYSTORE",
] as const;

/** The bucket of the record's anchors has a region of its own. */
const bucketName = "AWS_ENDPOINT_URL_S3";

const awsOwned =
  /\.(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws|aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn|amazonaws-eusc\.eu)$/;

/** What is wrong with them, for instances in these regions. */
export function endpointFaults(source: NodeJS.ProcessEnv, regions: readonly string[]): string[] {
  const diverted = [...names, bucketName, "CONSOLE_SIGN_IN_URL"]
    .filter((name) => source[name] && !mayStandForAws(source[name]))
    .map((name) => `${name}: must be an address of AWS or of this machine: keys are sent there`);
  return diverted.length > 0 || new Set(regions).size < 2 ? diverted : ofOneRegion(source);
}

function mayStandForAws(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  if (url.username || url.password) return false;
  return isLoopbackHost(url.hostname) || (url.protocol === "https:" && awsOwned.test(url.hostname));
}

/** An address of AWS's is that of one region: instances of another would send their people's tokens there. */
function ofOneRegion(source: NodeJS.ProcessEnv): string[] {
  return names
    .filter((name) => source[name] && !isLoopbackHost(new URL(source[name]).hostname))
    .map((name) => `${name}: must not be set with instances in several regions: it is the address of one`);
}
