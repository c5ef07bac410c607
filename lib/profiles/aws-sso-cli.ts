/** For aws-sso-cli: its own configuration in YAML. Alone knows its keys. */

import { stringify } from "yaml";
import { readStartUrl } from "@/lib/core/start-url";
import { grantsOf, type ProfileFormat, type ProfileFormatInput } from "./profile-format";
import { grantKey } from "./profile-grant";

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
  const grants = grantsOf(block).filter(({ from }) => from.key === grantKey(from.grant));
  const config: Tree = new Map();
  for (const { id, startUrl, region } of instances) {
    const accounts = accountsOf(grants.filter(({ instance }) => instance === id));
    if (accounts.size === 0) continue;
    const url = readStartUrl(startUrl)?.url ?? startUrl;
    config.set(id, tree({ SSORegion: region, StartUrl: url, Accounts: accounts }));
  }
  const [first = null] = config.keys();
  return tree({ SSOConfig: config, DefaultSSO: first });
}

function accountsOf(grants: ReturnType<typeof grantsOf>): Tree {
  const roles = new Map<string, Tree>();
  const accounts: Tree = new Map();
  for (const { name, accountId, accountName, role, region } of grants) {
    const ofAccount = roles.get(accountId) ?? new Map();
    ofAccount.set(role, tree({ Profile: name, DefaultRegion: region }));
    roles.set(accountId, ofAccount);
    accounts.set(accountId, tree({ Name: accountName, Roles: ofAccount }));
  }
  return accounts;
}

function tree(entries: Readonly<Record<string, unknown>>): Tree {
  return new Map(Object.entries(entries).filter(([, value]) => value !== null));
}
