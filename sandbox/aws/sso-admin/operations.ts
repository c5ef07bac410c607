/** The administrators' side of Identity Center, as far as reading goes: instances, permission sets, assignments. */

import type { Emulator } from "@/sandbox/aws/emulator";
import { text } from "@/sandbox/aws/http/body";
import { homeRegion, identityStoreId, instanceArn, managementAccountId } from "@/sandbox/aws/instance";
import { type Body, operationsOf } from "@/sandbox/aws/json/operation";
import { jsonFailure, jsonService, ok } from "@/sandbox/aws/json/service";
import type { Operation } from "@/sandbox/aws/operation";
import { assignmentsOf } from "./assignments";
import { described, permissionSetArn, permissionSetNames } from "./permission-sets";

const service = jsonService({
  paced: true,
  throttling: "ThrottlingException",
  failure: "InternalServerException",
});

const { single, list } = operationsOf({
  signedAs: "sso",
  isGlobal: false,
  invalid: "ValidationException",
  longestPage: 100,
});

/** The model's patterns, verbatim. */
const instanceArnRule = {
  pattern: /arn:aws(-[a-z]{1,5}){0,3}:sso:::instance\/(sso)?ins-[a-zA-Z0-9-.]{16}/,
  least: 10,
  most: 1224,
};
const permissionSetArnRule = {
  pattern:
    /arn:aws(-[a-z]{1,5}){0,3}:sso:::permissionSet\/(sso)?ins-[a-zA-Z0-9-.]{16}\/ps-[a-zA-Z0-9-./]{16}/,
  least: 10,
  most: 1224,
};
const principalIdRule = {
  pattern: /([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}/,
  most: 47,
};

function notFound(what: string) {
  return jsonFailure("ResourceNotFoundException", `${what} not found.`);
}

/** Undefined: it is ours. */
function foreignInstance(body: Body) {
  return text(body, "InstanceArn") === instanceArn ? undefined : notFound("Instance");
}

/** In a region where the instance does not live, there is none. */
const listInstances = list("ListInstances", {
  texts: {},
  member: "Instances",
  items: (_, emulator) => [
    {
      InstanceArn: instanceArn,
      IdentityStoreId: identityStoreId,
      OwnerAccountId: managementAccountId(emulator.company),
      CreatedDate: 1_700_000_000.25,
      Status: "ACTIVE",
      PrimaryRegion: homeRegion,
    },
  ],
});

const listPermissionSets = list("ListPermissionSets", {
  texts: { InstanceArn: instanceArnRule },
  member: "PermissionSets",
  items: (body, emulator) => {
    const refused = foreignInstance(body);
    return refused ? { refused } : permissionSetNames(emulator).map(permissionSetArn);
  },
});

const describePermissionSet = single("DescribePermissionSet", {
  texts: { InstanceArn: instanceArnRule, PermissionSetArn: permissionSetArnRule },
  answer: (body, emulator) => {
    const refused = foreignInstance(body);
    if (refused) return refused;
    const arn = text(body, "PermissionSetArn");
    const name = permissionSetNames(emulator).find((one) => permissionSetArn(one) === arn);
    return name === undefined ? notFound("PermissionSet") : ok({ PermissionSet: described(name) });
  },
});

const listAssignments = list("ListAccountAssignmentsForPrincipal", {
  texts: {
    InstanceArn: instanceArnRule,
    PrincipalId: principalIdRule,
    PrincipalType: { pattern: /USER|GROUP/, most: 5 },
  },
  member: "AccountAssignments",
  items: (body: Body, emulator: Emulator) => {
    const refused = foreignInstance(body);
    if (refused) return { refused };
    const PrincipalType = text(body, "PrincipalType") === "GROUP" ? "GROUP" : "USER";
    const all = assignmentsOf({ PrincipalId: text(body, "PrincipalId") ?? "", PrincipalType }, emulator);
    return all ?? { refused: notFound(PrincipalType) };
  },
});

/** By the name in the header `x-amz-target`. */
export const ssoAdminOperations: Record<string, Operation> = {
  "SWBExternalService.ListInstances": { name: "ListInstances", service, answer: listInstances },
  "SWBExternalService.ListPermissionSets": {
    name: "ListPermissionSets",
    service,
    answer: listPermissionSets,
  },
  "SWBExternalService.DescribePermissionSet": {
    name: "DescribePermissionSet",
    service,
    answer: describePermissionSet,
  },
  "SWBExternalService.ListAccountAssignmentsForPrincipal": {
    name: "ListAccountAssignmentsForPrincipal",
    service,
    answer: listAssignments,
  },
};
