/** What administrators' clients read of the organization: consistent with people's own lists, and with AWS's models. */

import { DescribeGroupCommand, GetUserIdCommand } from "@aws-sdk/client-identitystore";
import {
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
} from "@aws-sdk/client-organizations";
import {
  type AccountAssignmentForPrincipal,
  DescribePermissionSetCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  paginateListAccountAssignmentsForPrincipal,
  paginateListPermissionSets,
} from "@aws-sdk/client-sso-admin";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FaultAnswer } from "@/sandbox/faults";
import { failure, type Keys, mint, readerClients, stsClient } from "./clients-for-tests";
import { startEmulator, type TestEmulator } from "./emulator-for-tests";
import {
  instanceArn as arnOf,
  homeRegion,
  managementAccountId,
  organizationReaderArn,
  played,
  portalActor,
  strangerActor,
} from "./instance";

const instanceArn = arnOf("main");
const { identityStoreId } = played("main");

let emulator: TestEmulator;
let reader: ReturnType<typeof readerClients>;
beforeEach(async () => {
  emulator = await startEmulator(120);
  reader = readerClients(emulator);
});
afterEach(() => emulator.close());

async function userId(userName: string): Promise<string> {
  const unique = { AttributePath: "userName", AttributeValue: userName };
  const command = new GetUserIdCommand({
    IdentityStoreId: identityStoreId,
    AlternateIdentifier: { UniqueAttribute: unique },
  });
  return (await reader.store.send(command)).UserId ?? "";
}

async function assignments(userName: string): Promise<AccountAssignmentForPrincipal[]> {
  const input = {
    InstanceArn: instanceArn,
    PrincipalId: await userId(userName),
    PrincipalType: "USER",
  } as const;
  const all: AccountAssignmentForPrincipal[] = [];
  for await (const page of paginateListAccountAssignmentsForPrincipal(
    { client: reader.admin, pageSize: 7 },
    input,
  )) {
    all.push(...(page.AccountAssignments ?? []));
  }
  return all;
}

async function permissionSetNames(): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const input = { InstanceArn: instanceArn };
  for await (const page of paginateListPermissionSets({ client: reader.admin, pageSize: 9 }, input)) {
    for (const PermissionSetArn of page.PermissionSets ?? []) {
      const command = new DescribePermissionSetCommand({ ...input, PermissionSetArn });
      names.set(PermissionSetArn, (await reader.admin.send(command)).PermissionSet?.Name ?? "");
    }
  }
  return names;
}

test("there is one instance, and its ARN is the application's instance", async () => {
  const { Instances } = await reader.admin.send(new ListInstancesCommand({}));
  expect(Instances).toMatchObject([
    { InstanceArn: instanceArn, IdentityStoreId: identityStoreId, Status: "ACTIVE" },
  ]);
  const id = instanceArn.split("/").at(-1) ?? "";
  expect(emulator.setting("IDENTITY_CENTER_APPLICATION_ARN")).toContain(`:application/${id}/`);
});

test.each([
  ["engineer", "e.noether"],
  ["everything", "b.liskov"],
  ["hostile", "m+a=l,l.o@r-y"],
  ["crowd-3-20", "crowd-3-20"],
])("assignments of %s are exactly the roles that their own list has", async (login, userName) => {
  const names = await permissionSetNames();
  const assigned = (await assignments(userName)).map(
    (one) => `${one.AccountId} ${names.get(one.PermissionSetArn ?? "")}`,
  );
  const listed = emulator.company.grantsOf(login).map((one) => `${one.accountId} ${one.roleName}`);
  expect([...new Set(assigned)].sort()).toEqual([...new Set(listed)].sort());
});

test("some roles are assigned to the person, some to groups that have names, some to two", async () => {
  const all = await assignments("e.noether");
  const groups = new Set(
    all.filter((one) => one.PrincipalType === "GROUP").map((one) => one.PrincipalId ?? ""),
  );
  const names = await Promise.all(
    [...groups].map(async (GroupId) => {
      const command = new DescribeGroupCommand({ IdentityStoreId: identityStoreId, GroupId });
      return (await reader.store.send(command)).DisplayName;
    }),
  );
  expect(names.sort()).toEqual(["aws-engineering", "aws-payments", "aws-readers"]);
  expect(all.some((one) => one.PrincipalType === "USER")).toBe(true);
  const grants = emulator.company.grantsOf("engineer").length;
  expect(all.length).toBeGreaterThan(grants);
});

test("a role that was just assigned is there at once, and one that was taken away is not", async () => {
  const accountId = managementAccountId(emulator.company);
  const before = (await assignments("a.turing")).length;
  emulator.company.assign("newcomer", { accountId, roleName: "Billing" });
  expect(await assignments("a.turing")).toHaveLength(before + 1);
  emulator.company.unassign("newcomer", { accountId, roleName: "Billing" });
  expect(await assignments("a.turing")).toHaveLength(before);
});

test("assignments that never came as far as an account can be switched on", async () => {
  emulator.options.unprovisionedAssignments = true;
  expect(await assignments("a.turing")).toHaveLength(2);
});

test("the user of a name and of an address are the same, and nobody's are nobody", async () => {
  const lookUp = (AttributePath: string, AttributeValue: string) =>
    reader.store.send(
      new GetUserIdCommand({
        IdentityStoreId: identityStoreId,
        AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } },
      }),
    );
  expect((await lookUp("emails.value", "emmy.noether@example.com")).UserId).toBe(await userId("e.noether"));
  expect((await failure(lookUp("userName", "nobody"))).name).toBe("ResourceNotFoundException");
  expect((await failure(lookUp("displayName", "x"))).name).toBe("ValidationException");
  emulator.options.usersPerEmail = 2;
  expect((await failure(lookUp("emails.value", "emmy.noether@example.com"))).name).toBe(
    "ResourceNotFoundException",
  );
});

test("every account stands in exactly one unit of the tree, with an address, and most have tags", async () => {
  const { organizations: client } = reader;
  const { Roots } = await client.send(new ListRootsCommand({}));
  const parents = [Roots?.[0]?.Id ?? ""];
  const ids: string[] = [];
  const names: string[] = [];
  for (const ParentId of parents) {
    for await (const page of paginateListOrganizationalUnitsForParent(
      { client, pageSize: 2 },
      { ParentId },
    )) {
      parents.push(...(page.OrganizationalUnits ?? []).map(({ Id = "" }) => Id));
      names.push(...(page.OrganizationalUnits ?? []).map(({ Name = "" }) => Name));
    }
    for await (const page of paginateListAccountsForParent({ client }, { ParentId })) {
      for (const { Id = "", Email = "" } of page.Accounts ?? []) {
        ids.push(Id);
        expect(Email).toMatch(/@/);
      }
    }
  }
  expect(ids.sort()).toEqual(emulator.company.accounts.map(({ accountId }) => accountId).sort());
  expect(names).toEqual(expect.arrayContaining(["Retail", "Payments", "Production", "Suspended"]));
  const listed: string[] = [];
  for await (const page of paginateListAccounts({ client }, {}))
    listed.push(...(page.Accounts ?? []).map(({ Id = "" }) => Id));
  expect(listed.sort()).toEqual(ids);

  const ResourceId = emulator.company.accounts[0]?.accountId;
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceId }));
  expect(Tags?.map(({ Key }) => Key)).toEqual(["owner", "cost-center", "data-class"]);
});

async function assumedReader(credentials: Keys = portalActor): Promise<Keys> {
  const command = new AssumeRoleCommand({
    RoleArn: organizationReaderArn(emulator.company),
    RoleSessionName: "sallyport",
  });
  const { Credentials: keys } = await stsClient(emulator, credentials).send(command);
  return {
    accessKeyId: keys?.AccessKeyId ?? "",
    secretAccessKey: keys?.SecretAccessKey ?? "",
    sessionToken: keys?.SessionToken ?? "",
  };
}

describe("who may read", () => {
  const asks: [string, (clients: ReturnType<typeof readerClients>) => Promise<unknown>][] = [
    ["ListRoots", ({ organizations }) => organizations.send(new ListRootsCommand({}))],
    ["ListInstances", ({ admin }) => admin.send(new ListInstancesCommand({}))],
    [
      "DescribeGroup",
      ({ store }) =>
        store.send(
          new DescribeGroupCommand({
            IdentityStoreId: identityStoreId,
            GroupId: "00000000-0000-0000-0000-000000000000",
          }),
        ),
    ],
  ];

  test.each(asks)(
    "%s: the portal's identity, and whoever it became by the role made for it",
    async (_, ask) => {
      const outcome = async (keys: Keys) =>
        ask(readerClients(emulator, keys)).then(
          () => "ok",
          (fault) => fault.name,
        );
      const own = await outcome(portalActor);
      expect(["ok", "ResourceNotFoundException"]).toContain(own);
      expect(await outcome(await assumedReader())).toBe(own);
    },
  );

  test.each(asks)("%s: nobody else, however well they sign", async (name, ask) => {
    const denied = await failure(ask(readerClients(emulator, strangerActor)));
    expect(denied).toMatchObject({ name: "AccessDeniedException" });
    expect(denied.message).toMatch(
      new RegExp(`:user/build-server is not authorized to perform: \\w+:${name} `),
    );
    const developer = await mint(emulator, "engineer", "payments-dev", "Developer");
    expect((await failure(ask(readerClients(emulator, developer)))).name).toBe("AccessDeniedException");
  });

  test.each(asks)("%s: no unknown key, no wrong secret, no keys that are over", async (_, ask) => {
    const name = async (keys: Keys) => (await failure(ask(readerClients(emulator, keys)))).name;
    expect(await name({ accessKeyId: "AKIAUNKNOWN", secretAccessKey: "x" })).toBe(
      "UnrecognizedClientException",
    );
    expect(await name({ ...portalActor, secretAccessKey: "x" })).toBe("InvalidSignatureException");
    const keys = await assumedReader();
    expect(await name({ ...keys, sessionToken: "x" })).toBe("UnrecognizedClientException");
    emulator.clock.advance(3601);
    expect(await name(keys)).toBe("ExpiredTokenException");
  });

  test("the role trusts the portal's identity alone, and is in the management account alone", async () => {
    expect((await failure(assumedReader(strangerActor))).name).toBe("AccessDenied");
    const developer = await mint(emulator, "engineer", "payments-dev", "Developer");
    expect((await failure(assumedReader(developer))).name).toBe("AccessDenied");
    const elsewhere = organizationReaderArn(emulator.company).replace(
      managementAccountId(emulator.company),
      emulator.company.accounts[0]?.accountId ?? "",
    );
    const command = new AssumeRoleCommand({ RoleArn: elsewhere, RoleSessionName: "sallyport" });
    expect((await failure(stsClient(emulator, portalActor).send(command))).name).toBe("AccessDenied");
  });
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    "a page too long",
    () => reader.admin.send(new ListInstancesCommand({ MaxResults: 101 })),
    "ValidationException",
  ],
  [
    "a page of none",
    () => reader.admin.send(new ListInstancesCommand({ MaxResults: 0 })),
    "ValidationException",
  ],
  [
    "an instance that is none",
    () => reader.admin.send(new ListPermissionSetsCommand({ InstanceArn: "arn:aws:sso:::instance/x" })),
    "ValidationException",
  ],
  [
    "another instance",
    () =>
      reader.admin.send(
        new ListPermissionSetsCommand({ InstanceArn: "arn:aws:sso:::instance/ssoins-0000000000000000" }),
      ),
    "ResourceNotFoundException",
  ],
  [
    "a token of another list",
    async () => {
      const { NextToken } = await reader.admin.send(
        new ListPermissionSetsCommand({ InstanceArn: instanceArn, MaxResults: 1 }),
      );
      return reader.admin.send(new ListInstancesCommand({ NextToken }));
    },
    "ValidationException",
  ],
  [
    "a user of no store",
    () =>
      reader.admin.send(
        new ListAccountAssignmentsForPrincipalCommand({
          InstanceArn: instanceArn,
          PrincipalId: "00000000-0000-0000-0000-000000000000",
          PrincipalType: "USER",
        }),
      ),
    "ResourceNotFoundException",
  ],
  [
    "21 accounts a page",
    () => reader.organizations.send(new ListAccountsCommand({ MaxResults: 21 })),
    "InvalidInputException",
  ],
  [
    "a parent of another shape",
    () => reader.organizations.send(new ListAccountsForParentCommand({ ParentId: "root" })),
    "InvalidInputException",
  ],
  [
    "a parent that is not there",
    () =>
      reader.organizations.send(
        new ListOrganizationalUnitsForParentCommand({ ParentId: "ou-sb01-00000000" }),
      ),
    "ParentNotFoundException",
  ],
  [
    "tags of an account that is not there",
    () => reader.organizations.send(new ListTagsForResourceCommand({ ResourceId: "000000000000" })),
    "TargetNotFoundException",
  ],
])("%s is refused", async (_, ask, name) => {
  expect((await failure(ask())).name).toBe(name);
});

test("in a region where the instance does not live, a signature for its home is refused", async () => {
  const { admin } = readerClients({ ...emulator, setting: () => emulator.aws.origins.otherRegion });
  expect(await admin.config.region()).toBe(homeRegion);
  expect((await failure(admin.send(new ListInstancesCommand({})))).name).toBe("InvalidSignatureException");
});

test.each<[FaultAnswer, string, number]>([
  ["throttle", "ThrottlingException", 400],
  ["throttle-untyped", "ThrottlingException", 400],
  ["deny", "AccessDeniedException", 400],
  ["error", "InternalServerException", 500],
])("the fault %s is known as %s, once", async (answer, name, httpStatusCode) => {
  emulator.faults.set({ operation: "ListInstances", answer, times: 1 });
  expect(await failure(reader.admin.send(new ListInstancesCommand({})))).toMatchObject({
    name,
    $metadata: { httpStatusCode },
  });
  await expect(reader.admin.send(new ListInstancesCommand({}))).resolves.toBeDefined();
});

test("administrators' calls about Identity Center draw on its quota, those about the organization do not", async () => {
  emulator.options.requestsPerSecond = 1;
  await reader.admin.send(new ListInstancesCommand({}));
  expect((await failure(userId("e.noether"))).name).toBe("ThrottlingException");
  await expect(reader.organizations.send(new ListRootsCommand({}))).resolves.toBeDefined();
  expect(emulator.calls.all()).toMatchObject({ ListInstances: 1, GetUserId: 1, ListRoots: 1 });
});

test("an operation that the emulator does not play is refused as one that AWS does not have", async () => {
  const headers = { "x-amz-target": "constructor", "content-type": "application/x-amz-json-1.1" };
  const answer = await fetch(emulator.aws.origins.service, { method: "POST", headers, body: "{}" });
  expect([answer.status, await answer.json()]).toMatchObject([400, { __type: "UnknownOperationException" }]);
});
