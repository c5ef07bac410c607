/** The administrators' side of Identity Center, as far as reading goes: instances, permission sets, assignments. */

import { text } from "@/sandbox/aws/http/body";
import { instanceArn, managementAccountId, played } from "@/sandbox/aws/instance";
import { operationsOf, type Reading } from "@/sandbox/aws/json/operation";
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

/** Undefined: it is the one whose organization is read. */
function foreignInstance({ body, instance }: Reading) {
  return text(body, "InstanceArn") === instanceArn(instance) ? undefined : notFound("Instance");
}

const listInstances = list("ListInstances", {
  texts: {},
  member: "Instances",
  items: ({ instance, company }) => [
    {
      InstanceArn: instanceArn(instance),
      IdentityStoreId: played(instance).identityStoreId,
      OwnerAccountId: managementAccountId(company),
      CreatedDate: 1_700_000_000.25,
      Status: "ACTIVE",
      PrimaryRegion: played(instance).region,
    },
  ],
});

const listPermissionSets = list("ListPermissionSets", {
  texts: { InstanceArn: instanceArnRule },
  member: "PermissionSets",
  items: (reading) => {
    const refused = foreignInstance(reading);
    const arns = permissionSetNames(reading).map((name) => permissionSetArn(reading.instance, name));
    return refused ? { refused } : arns;
  },
});

const describePermissionSet = single("DescribePermissionSet", {
  texts: { InstanceArn: instanceArnRule, PermissionSetArn: permissionSetArnRule },
  answer: (reading) => {
    const refused = foreignInstance(reading);
    if (refused) return refused;
    const { body, instance } = reading;
    const arn = text(body, "PermissionSetArn");
    const name = permissionSetNames(reading).find((one) => permissionSetArn(instance, one) === arn);
    return name === undefined ? notFound("PermissionSet") : ok({ PermissionSet: described(instance, name) });
  },
});

const listAssignments = list("ListAccountAssignmentsForPrincipal", {
  texts: {
    InstanceArn: instanceArnRule,
    PrincipalId: principalIdRule,
    PrincipalType: { pattern: /USER|GROUP/, most: 5 },
  },
  member: "AccountAssignments",
  items: (reading) => {
    const refused = foreignInstance(reading);
    if (refused) return { refused };
    const { body } = reading;
    const PrincipalType = text(body, "PrincipalType") === "GROUP" ? "GROUP" : "USER";
    const all = assignmentsOf({ PrincipalId: text(body, "PrincipalId") ?? "", PrincipalType }, reading);
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
