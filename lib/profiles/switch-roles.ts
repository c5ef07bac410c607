/**
 * For the browser extension AWS Extend Switch Roles. Alone knows its keys. The console switches from a role to an IAM role and not
 * to one of Identity Center's: so these are the set's assumed roles, and the accounts that they are reached from.
 */

import type { Environment } from "@/lib/core/account-look";
import type { ProfileSection, Setting } from "./profile-block";
import { sectionText } from "./profile-block";
import { grantsOf, type ProfileFormat, type ProfileFormatInput } from "./profile-format";

const colours: Readonly<Record<Environment, string>> = {
  production: "d13212",
  staging: "eb8f00",
  development: "1d8102",
};

export const switchRoles: ProfileFormat = {
  id: "switch-roles",
  label: "AWS Extend Switch Roles",
  whenToUse: "For roles that people switch to in the console: paste it into the extension's configuration.",
  files: (input) => [{ fileName: "aws-extend-switch-roles.ini", text: configuration(input) }],
};

function configuration({ block }: ProfileFormatInput): string {
  const grants = grantsOf(block);
  const accounts = new Map(grants.map(({ name, accountId }) => [name, accountId]));
  const environments = new Map(grants.map(({ accountId, environment }) => [accountId, environment]));
  const chains = block.profiles.filter(({ from }) => from === null);
  const targets = chains.filter((chain) => of(chain, "role_arn") !== undefined);

  const bases = new Set(
    targets.map((chain) => of(chain, "source_profile") ?? "").filter((it) => accounts.has(it)),
  );
  const sections = [
    ...[...bases].map((name) => section(name, [["aws_account_id", accounts.get(name)]])),
    ...targets.map((chain) => {
      const arn = of(chain, "role_arn") ?? "";
      const environment = environments.get(arn.split(":")[4] ?? "");
      const source = of(chain, "source_profile") ?? "";
      return section(chain.name, [
        ["role_arn", arn],
        ["source_profile", bases.has(source) ? source : undefined],
        ["color", environment ? colours[environment] : undefined],
        ["region", of(chain, "region")],
      ]);
    }),
  ];
  return sections.length > 0 ? sections.join("\n") : "; This set has no roles to switch to.\n";
}

function of({ settings }: ProfileSection, key: string): string | undefined {
  return settings.find(([name]) => name === key)?.[1];
}

function section(name: string, settings: readonly (readonly [string, string | undefined])[]): string {
  const given = settings.flatMap(([key, value]): Setting[] => (value === undefined ? [] : [[key, value]]));
  return sectionText(name, given, "\n");
}
