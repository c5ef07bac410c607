/** The API's description is a valid one, tells of every door and of no other, and of each what its code really answers. */

import { readdirSync, readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ContainerCredentials, ProblemDetails, ProcessCredentials } from "@/lib/core/api-answers";
import { apiOperations } from "@/lib/core/api-operations";
import { openApiDocument } from "@/lib/core/openapi";
import { problems } from "@/lib/core/problems";
import { containerAnswer, processAnswer } from "@/lib/credentials/machine-answers";

const document = openApiDocument("https://aws.example.com");

test("the document is OpenAPI 3.1, to a validator that is not ours", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

/** `/api/v1/container` for `app/api/v1/container/route.ts`, with the methods that it opens to. */
function doors(): Map<string, string[]> {
  const files = readdirSync("app/api/v1", { recursive: true, encoding: "utf8" });
  const routes = files.filter((file) => file.endsWith("route.ts"));
  return new Map(
    routes.map((file) => {
      const text = readFileSync(`app/api/v1/${file}`, "utf8");
      const open = [...text.matchAll(/^export const (\w+) = route\(/gm)].map(([, method = ""]) => method);
      return [`/api/v1/${file.replace(/\/route\.ts$/, "").replace(/\[(\w+)\]/g, "{$1}")}`, open];
    }),
  );
}

/** What stands behind the door's name in these two is read from the address as it came, so no folder is named after it. */
const doorOf = (path: string) => path.replace("/{instance}/{accountId}/{role}", "");

test("every door under /api/v1 is described, with each method that opens it, and no door that is not there", () => {
  const told = apiOperations.map(({ path, method }) => `${method.toUpperCase()} ${doorOf(path)}`);
  const there = [...doors()].flatMap(([path, methods]) => methods.map((method) => `${method} ${path}`));
  expect([...told].sort()).toEqual(there.sort());
  expect(there.length).toBeGreaterThan(3);
});

test("every name is used once", () => {
  const ids = apiOperations.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("what is in a path is described, and nothing else is", () => {
  for (const operation of apiOperations) {
    const named = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = "parameters" in operation ? Object.keys(operation.parameters.shape) : [];
    expect(described.sort()).toEqual(named.sort());
  }
});

test("a door that an access token opens says so, and others ask for none", () => {
  for (const { path, method, for: who } of apiOperations) {
    const described = document.paths[path]?.[method] as { security: unknown[] };
    expect(described.security).toEqual(who === "machine" ? [{ accessToken: [] }] : []);
  }
});

describe("what is described is what is answered", () => {
  const credentials = {
    accessKeyId: "ASIAEXAMPLE",
    secretAccessKey: "secret",
    sessionToken: "token",
    expiresAt: new Date("2026-11-30T04:00:00.123Z"),
  };

  test("keys", () => {
    const container = containerAnswer(credentials, "111122223333");
    expect(ContainerCredentials.parse(container)).toEqual(container);
    const process = processAnswer(credentials, "111122223333");
    expect(ProcessCredentials.parse(process)).toEqual(process);
  });

  test("every problem's code is one of the described ones", () => {
    const described = z.toJSONSchema(ProblemDetails).properties?.code as { enum: string[] };
    expect(described.enum).toEqual(Object.keys(problems));
  });
});

test("no address but the portal's own stands in it", () => {
  const addresses = JSON.stringify(document).match(/https?:\/\/[^"/ ]+/g) ?? [];
  expect(new Set(addresses.filter((address) => !address.includes("json-schema.org")))).toEqual(
    new Set(["https://aws.example.com"]),
  );
});
