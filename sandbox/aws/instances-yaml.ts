/** The file with which a portal is told of both instances. */

import { type InstanceName, instanceNames } from "@/sandbox/instances";
import type { InstancesFile } from "./contract";
import type { Emulator } from "./emulator";
import { applicationArn, companyOf, organizationReaderArn, regionOf } from "./instance";
import { startUrl } from "./start-page";

const labels = { main: "Acme", partners: "Partners" };

export function instancesYaml(emulator: Emulator, { partners, organization = false }: InstancesFile): string {
  const entries = instanceNames.map((name) => {
    const connect = name === "main" ? "trusted-issuer" : partners;
    return [
      `- id: ${name}`,
      `  label: ${labels[name]}`,
      `  startUrl: ${startUrl(emulator, name)}`,
      `  region: ${regionOf(name)}`,
      `  connect: ${connect}`,
      ...(connect === "trusted-issuer" ? [`  applicationArn: ${applicationArn(emulator, name)}`] : []),
      ...(organization ? ["  organization:", `    roleArn: ${readerArn(emulator, name)}`] : []),
    ];
  });
  return `# Both instances of the sandbox.\n${entries.flat().join("\n")}\n`;
}

function readerArn(emulator: Emulator, name: InstanceName): string {
  return organizationReaderArn(companyOf(emulator, name));
}
