/** For aws-sso-cli: its own configuration in YAML. Alone knows its keys. */

import { stringify } from "yaml";
import { readStartUrl } from "@/lib/core/start-url";
import { grantsOf, type ProfileFormat, type ProfileFormatInput } from "./profile-format";

/** It has one profile for each role, so only the set's first region is in it; older names are not. */
export const awsSsoCli: ProfileFormat = {
  id: "aws-sso-cli",
  label: "aws-sso-cli",
  whenToUse: "For people who use aws-sso: put it into ~/.aws-sso/config.yaml beside their own settings.",
  files: (input) => [{ fileName: "config.yaml", text: stringify(document(input), { lineWidth: 0 }) }],
};

/** Maps, because a role may be called what means something to an object. */
type Tree = Map<string, unknown>;

function document({ block, instances }: ProfileFormatInput): Tree {
  const config: Tree = new Map();
  const grants = grantsOf(block).filter(({ from }) => from.key.split("/").length === 3);
  for (const { id, startUrl, region } of instances) {
    const accounts = new Map<string, { name: string | null; roles: Tree }>();
    for (const { name, accountId, accountName, role, region: ofProfile } of grants.filter(
      (it) => it.instance === id,
    )) {
      const account = accounts.get(accountId) ?? { name: accountName, roles: new Map() };
      accounts.set(accountId, account);
      account.roles.set(
        role,
        tree([
          ["Profile", name],
          ["DefaultRegion", ofProfile],
        ]),
      );
    }
    if (accounts.size === 0) continue;
    const shown = [...accounts].map(
      ([accountId, { name, roles }]) =>
        [
          accountId,
          tree([
            ["Name", name],
            ["Roles", roles],
          ]),
        ] as const,
    );
    config.set(
      id,
      tree([
        ["SSORegion", region],
        ["StartUrl", readStartUrl(startUrl)?.url ?? startUrl],
        ["Accounts", new Map(shown)],
      ]),
    );
  }
  return tree([
    ["SSOConfig", config],
    ["DefaultSSO", [...config.keys()][0] ?? null],
  ]);
}

function tree(entries: readonly (readonly [string, unknown])[]): Tree {
  return new Map(entries.filter(([, value]) => value !== null));
}
