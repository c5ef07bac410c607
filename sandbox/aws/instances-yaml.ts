/** The file with which a portal is told of both instances. */

import { instanceNames } from "@/sandbox/instances";
import type { PartnersBy } from "./contract";
import type { Emulator } from "./emulator";
import { applicationArn, regionOf } from "./instance";
import { startUrl } from "./start-page";

const labels = { main: "Acme", partners: "Partners" };

export function instancesYaml(emulator: Emulator, { partners }: { partners: PartnersBy }): string {
  const entries = instanceNames.map((name) => {
    const connect = name === "main" ? "trusted-issuer" : partners;
    return [
      `- id: ${name}`,
      `  label: ${labels[name]}`,
      `  startUrl: ${startUrl(emulator, name)}`,
      `  region: ${regionOf(name)}`,
      `  connect: ${connect}`,
      ...(connect === "trusted-issuer" ? [`  applicationArn: ${applicationArn(emulator, name)}`] : []),
    ];
  });
  return `# Both instances of the sandbox.\n${entries.flat().join("\n")}\n`;
}
