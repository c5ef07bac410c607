/** AWS Organizations: the tree of units, the accounts in it, and their tags. The model's own rules for each member. */

import { text } from "@/sandbox/aws/http/body";
import { managementAccountId } from "@/sandbox/aws/instance";
import { operationsOf, type Reading } from "@/sandbox/aws/json/operation";
import { jsonFailure, jsonService } from "@/sandbox/aws/json/service";
import type { Operation } from "@/sandbox/aws/operation";
import type { SandboxAccount } from "@/sandbox/company-accounts";
import { homeOf, tagsOf, type UnitPath, unitId, unitPaths } from "@/sandbox/company-units";

const service = jsonService({
  paced: false,
  throttling: "TooManyRequestsException",
  failure: "ServiceException",
});

const { list } = operationsOf({
  signedAs: "organizations",
  // This origin stands for every region's, as the one of STS does.
  isGlobal: true,
  invalid: "InvalidInputException",
  longestPage: 20,
});

const parentId = { pattern: /(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})/, most: 100 };
const resourceId = {
  pattern:
    /(r-[0-9a-z]{4,32})|(\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})|(p-[0-9a-zA-Z_]{8,128})|(rp-[0-9a-zA-Z_]{4,128})|(rt-[0-9a-zA-Z_]{8,32})/,
  most: 130,
};

function arn({ company, instance }: Reading, kind: string, id: string): string {
  const organizationId = `o-sandbox00${instance === "main" ? "01" : "02"}`;
  return `arn:aws:organizations::${managementAccountId(company)}:${kind}/${organizationId}/${id}`;
}

/** The path of the parent that is asked for. */
function parentOf({ body }: Reading): UnitPath | { refused: ReturnType<typeof jsonFailure> } {
  const id = text(body, "ParentId");
  if (id === unitId([])) return [];
  const path = unitPaths.find((one) => unitId(one) === id);
  return (
    path ?? { refused: jsonFailure("ParentNotFoundException", "You specified parent that doesn't exist.") }
  );
}

/** Organizations knows name and address of every account, also where the portal API leaves them out. */
function described({ accountId, accountName, emailAddress }: SandboxAccount, reading: Reading) {
  return {
    Id: accountId,
    Arn: arn(reading, "account", accountId),
    ...(accountName && { Name: accountName }),
    Email: emailAddress ?? `aws+${accountId}@example.com`,
    State: "ACTIVE",
    JoinedMethod: "CREATED",
    JoinedTimestamp: 1_700_000_000.123,
  };
}

const listRoots = list("ListRoots", {
  texts: {},
  member: "Roots",
  items: (reading) => [
    { Id: unitId([]), Arn: arn(reading, "root", unitId([])), Name: "Root", PolicyTypes: [] },
  ],
});

const listUnits = list("ListOrganizationalUnitsForParent", {
  texts: { ParentId: parentId },
  member: "OrganizationalUnits",
  items: (reading) => {
    const parent = parentOf(reading);
    if ("refused" in parent) return parent;
    return unitPaths
      .filter((path) => path.length === parent.length + 1 && unitId(path.slice(0, -1)) === unitId(parent))
      .map((path) => ({ Id: unitId(path), Arn: arn(reading, "ou", unitId(path)), Name: path.at(-1) }));
  },
});

const listAccountsForParent = list("ListAccountsForParent", {
  texts: { ParentId: parentId },
  member: "Accounts",
  items: (reading) => {
    const parent = parentOf(reading);
    if ("refused" in parent) return parent;
    return reading.company.accounts
      .filter((account) => unitId(homeOf(account)) === unitId(parent))
      .map((account) => described(account, reading));
  },
});

const listAccounts = list("ListAccounts", {
  texts: {},
  member: "Accounts",
  items: (reading) => reading.company.accounts.map((account) => described(account, reading)),
});

const listTags = list("ListTagsForResource", {
  texts: { ResourceId: resourceId },
  member: "Tags",
  items: ({ body, company }) => {
    const id = text(body, "ResourceId") ?? "";
    const account = company.accountOf(id);
    const isUnit = id === unitId([]) || unitPaths.some((path) => unitId(path) === id);
    if (account) return tagsOf(account).map(([Key, Value]) => ({ Key, Value }));
    if (isUnit) return [];
    return { refused: jsonFailure("TargetNotFoundException", "You specified a target that doesn't exist.") };
  },
});

/** By the name in the header `x-amz-target`. */
export const organizationsOperations: Record<string, Operation> = {
  "AWSOrganizationsV20161128.ListRoots": { name: "ListRoots", service, answer: listRoots },
  "AWSOrganizationsV20161128.ListOrganizationalUnitsForParent": {
    name: "ListOrganizationalUnitsForParent",
    service,
    answer: listUnits,
  },
  "AWSOrganizationsV20161128.ListAccountsForParent": {
    name: "ListAccountsForParent",
    service,
    answer: listAccountsForParent,
  },
  "AWSOrganizationsV20161128.ListAccounts": {
    name: "ListOrganizationAccounts",
    service,
    answer: listAccounts,
  },
  "AWSOrganizationsV20161128.ListTagsForResource": { name: "ListTagsForResource", service, answer: listTags },
};
