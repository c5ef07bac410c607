/**
 * What each host of the emulator answers to. Read it to know the emulator's whole surface: an operation of AWS is
 * counted, faulted and paced; a page is not.
 */

import { dispatch, type Outcome } from "./dispatch";
import type { Emulator } from "./emulator";
import { type Asked, form } from "./http/asked";
import { errorPage } from "./http/page";
import { identityStoreOperations } from "./identity-store/operations";
import { jsonFailure } from "./json/service";
import { authorizeDecision, authorizePage } from "./oidc/authorize-page";
import { createToken } from "./oidc/create-token";
import { createTokenWithIam } from "./oidc/create-token-with-iam";
import { deviceDecision, devicePage } from "./oidc/device-page";
import { registerClient } from "./oidc/register-client";
import { oidc } from "./oidc/service";
import { startDeviceAuthorization } from "./oidc/start-device-authorization";
import type { Handler, Operation } from "./operation";
import { organizationsOperations } from "./organizations/operations";
import { isForS3, s3Operations } from "./s3/operations";
import { s3Error } from "./s3/service";
import { consoleCallback, consolePage } from "./signin/console";
import { federationFields, getSigninToken } from "./signin/get-signin-token";
import { login } from "./signin/login";
import { oauth } from "./signin/oauth";
import { signIn, signInError } from "./signin/service";
import { getRoleCredentials } from "./sso/get-role-credentials";
import { listAccountRoles } from "./sso/list-account-roles";
import { listAccounts } from "./sso/list-accounts";
import { logout } from "./sso/logout";
import { sso } from "./sso/service";
import { ssoAdminOperations } from "./sso-admin/operations";
import { startPage } from "./start-page";
import { assumeRole } from "./sts/assume-role";
import { getCallerIdentity } from "./sts/get-caller-identity";
import { sts, stsError } from "./sts/service";

const operations: Record<string, Operation> = {
  "GET /assignment/accounts": { name: "ListAccounts", service: sso, answer: listAccounts },
  "GET /assignment/roles": { name: "ListAccountRoles", service: sso, answer: listAccountRoles },
  "GET /federation/credentials": { name: "GetRoleCredentials", service: sso, answer: getRoleCredentials },
  "POST /logout": { name: "Logout", service: sso, answer: logout },
  "POST /client/register": { name: "RegisterClient", service: oidc, answer: registerClient },
  "POST /device_authorization": {
    name: "StartDeviceAuthorization",
    service: oidc,
    answer: startDeviceAuthorization,
  },
  "POST /token": { name: "CreateToken", service: oidc, answer: createToken },
  "POST /token?aws_iam=t": { name: "CreateTokenWithIAM", service: oidc, answer: createTokenWithIam },
};

/** STS has one address; the form says what is asked. */
const stsActions: Record<string, Operation> = {
  GetCallerIdentity: { name: "GetCallerIdentity", service: sts, answer: getCallerIdentity },
  AssumeRole: { name: "AssumeRole", service: sts, answer: assumeRole },
};

/** So have these, and a header says it. */
const jsonOperations: Record<string, Operation> = {
  ...organizationsOperations,
  ...ssoAdminOperations,
  ...identityStoreOperations,
};

/** So has federation. */
const federationActions: Record<string, Operation> = {
  getSigninToken: { name: "GetSigninToken", service: signIn, answer: getSigninToken },
  login: { name: "Login", service: signIn, answer: login },
};

const consoleOperation: Operation = { name: "Console", service: signIn, answer: consolePage };

const servicePages: Record<string, Handler> = {
  "GET /start": startPage,
  "GET /device": devicePage,
  "POST /device": deviceDecision,
  "GET /authorize": authorizePage,
  "POST /authorize": authorizeDecision,
};

type Respond = (asked: Asked, emulator: Emulator) => Promise<Outcome>;

export const respondAsService: Respond = async (asked, emulator) => {
  if (isForS3(asked)) return respondAsS3(asked, emulator);
  const withIam = asked.query.get("aws_iam") === "t" ? "?aws_iam=t" : "";
  const route = `${asked.method} ${asked.path}`;
  const operation = own(operations, route + withIam) ?? own(operations, route);
  if (operation) return dispatch(operation, asked, emulator);
  if (route === "POST /" && asked.headers.has("x-amz-target")) return respondAsJsonService(asked, emulator);
  if (route === "POST /") return respondAsSts(asked, emulator);

  const page = own(servicePages, route);
  return page ? page(asked, emulator) : notFound();
};

async function respondAsS3(asked: Asked, emulator: Emulator): Promise<Outcome> {
  const operation = own(s3Operations, asked.method);
  if (operation) return dispatch(operation, asked, emulator);
  return s3Error("MethodNotAllowed", "The specified method is not allowed against this resource.");
}

async function respondAsJsonService(asked: Asked, emulator: Emulator): Promise<Outcome> {
  const operation = own(jsonOperations, asked.headers.get("x-amz-target") ?? "");
  if (operation) return dispatch(operation, asked, emulator);
  return jsonFailure("UnknownOperationException", "There is no such operation.");
}

async function respondAsSts(asked: Asked, emulator: Emulator): Promise<Outcome> {
  const fields = form(asked);
  const action = fields.get("Action") ?? "";
  const operation = fields.get("Version") === "2011-06-15" ? own(stsActions, action) : undefined;
  if (operation) return dispatch(operation, asked, emulator);
  if (action === "") return stsError("MissingAction", "The request must contain the parameter Action.");
  return stsError("InvalidAction", `Could not find operation ${action} for version ${fields.get("Version")}`);
}

export const respondAsSignIn: Respond = async (asked, emulator) => {
  if (asked.path === "/oauth" && asked.method === "GET") return oauth(asked, emulator);
  const isFederation = asked.path === "/federation" && ["GET", "POST"].includes(asked.method);
  if (!isFederation) return notFound();
  const operation = own(federationActions, federationFields(asked).get("Action") ?? "");
  return operation ? dispatch(operation, asked, emulator) : signInError("Unknown Action");
};

export const respondAsConsole: Respond = async (asked, emulator) => {
  if (asked.method !== "GET") return notFound();
  if (asked.path === "/favicon.ico") return notFound();
  if (asked.path === "/oauth/callback") return consoleCallback(asked, emulator);
  return dispatch(consoleOperation, asked, emulator);
};

/** A path named `constructor` must not find what every object has. */
function own<Value>(table: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function notFound() {
  return errorPage(404, "Not found", "The sandbox does not play this part of AWS.");
}
