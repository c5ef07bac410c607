/** A set as JSON, for programs. */

import type { ProfileFormat } from "./profile-format";

export const profilesJson: ProfileFormat = {
  id: "json",
  label: "JSON",
  whenToUse: "For a program of your own.",
  files: ({ block, instances }) => {
    const profiles = block.profiles.map(({ name, settings, from, aliasOf }) => ({
      name,
      aliasOf,
      instance: from?.grant.instance ?? null,
      accountId: from?.grant.accountId ?? null,
      accountName: from?.grant.accountName ?? null,
      role: from?.grant.role ?? null,
      region: from?.region ?? null,
      settings: settings.map(([key, value]) => ({ key, value })),
    }));
    const document = { set: block.setId, source: block.source, instances, profiles };
    return [{ fileName: "profiles.json", text: `${JSON.stringify(document, null, 2)}\n` }];
  },
};
