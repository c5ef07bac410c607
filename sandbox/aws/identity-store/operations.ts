/** The identity store behind an instance: who a user name or an address belongs to, and what a group is called. */

import { jsonObject, text } from "@/sandbox/aws/http/body";
import { played } from "@/sandbox/aws/instance";
import { type Body, operationsOf } from "@/sandbox/aws/json/operation";
import { jsonFailure, jsonService, ok } from "@/sandbox/aws/json/service";
import type { Operation } from "@/sandbox/aws/operation";
import { identityWithEmail, identityWithUserName } from "@/sandbox/company";
import { groupNamed, rememberUser } from "./principals";

const service = jsonService({
  paced: true,
  throttling: "ThrottlingException",
  failure: "InternalServerException",
});

const { single } = operationsOf({
  signedAs: "identitystore",
  isGlobal: false,
  invalid: "ValidationException",
  longestPage: 100,
});

/** The model's patterns, verbatim. */
const storeIdRule = {
  pattern: /d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/,
  most: 36,
};
const resourceIdRule = {
  pattern: /([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}/,
  most: 47,
};

function notFound(kind: "USER" | "GROUP" | "IDENTITY_STORE") {
  return jsonFailure("ResourceNotFoundException", `${kind} not found.`, { ResourceType: kind });
}

function member(body: Body, name: string): Body {
  return jsonObject(JSON.stringify(body.get(name) ?? null)) ?? new Map();
}

const getUserId = single("GetUserId", {
  texts: { IdentityStoreId: storeIdRule },
  answer: (reading) => {
    const { body, instance, emulator } = reading;
    const { identityStoreId } = played(instance);
    if (text(body, "IdentityStoreId") !== identityStoreId) return notFound("IDENTITY_STORE");
    const unique = member(member(body, "AlternateIdentifier"), "UniqueAttribute");
    const value = text(unique, "AttributeValue") ?? "";
    const path = text(unique, "AttributePath");
    if (path !== "userName" && path !== "emails.value") {
      return jsonFailure("ValidationException", "The attribute path is not supported for this operation.");
    }
    const matches = path === "userName" || emulator.options.usersPerEmail === 1;
    const identity = path === "userName" ? identityWithUserName(value) : identityWithEmail(value);
    const UserId = identity && matches ? rememberUser(identity.login, reading) : undefined;
    return UserId === undefined ? notFound("USER") : ok({ IdentityStoreId: identityStoreId, UserId });
  },
});

const describeGroup = single("DescribeGroup", {
  texts: { IdentityStoreId: storeIdRule, GroupId: resourceIdRule },
  answer: ({ body, instance }) => {
    const { identityStoreId } = played(instance);
    if (text(body, "IdentityStoreId") !== identityStoreId) return notFound("IDENTITY_STORE");
    const id = text(body, "GroupId") ?? "";
    const name = groupNamed(id, instance);
    if (name === undefined) return notFound("GROUP");
    return ok({ GroupId: id, DisplayName: name, IdentityStoreId: identityStoreId });
  },
});

/** By the name in the header `x-amz-target`. */
export const identityStoreOperations: Record<string, Operation> = {
  "AWSIdentityStore.GetUserId": { name: "GetUserId", service, answer: getUserId },
  "AWSIdentityStore.DescribeGroup": { name: "DescribeGroup", service, answer: describeGroup },
};
