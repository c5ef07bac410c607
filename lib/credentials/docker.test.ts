/** A file for `docker run --env-file` means to Docker what was meant. */

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { awsEnvironment } from "./aws-environment";
import type { FormatInput } from "./credential-format";
import { docker } from "./docker";
import { hostileInput, isHere, withKeys } from "./inputs-for-tests";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "docker-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As Docker documents it: blanks at a line's start go, `#` there is a comment, the first `=` divides, and all after it is kept. */
function byTheRules(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trimStart())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [name = ""] = line.split("=", 1);
      expect(name).toMatch(/^[A-Z_]+$/);
      // A name alone would take what the machine has.
      expect(line).toContain("=");
      return line;
    });
}

const meant = (input: FormatInput) => awsEnvironment(input).map(([name, value]) => `${name}=${value}`);

test("by Docker's documented rules, any value is read as it was meant, and nothing once it is undone", () => {
  fc.assert(
    fc.property(hostileInput, (input) => {
      expect(byTheRules(docker.render(input))).toEqual(meant(input));
      expect(byTheRules(docker.undo(input))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test("the docker client reads any value as it was meant, and nothing once it is undone", async (context) => {
  context.skip(!isHere("docker"), "docker is not on PATH");
  const inputs = fc.sample(hostileInput, 200);
  const files = [...inputs.map(docker.render), docker.undo(withKeys())].map((text, at) => {
    const file = join(folder, `${at}.env`);
    writeFileSync(file, text);
    return file;
  });
  expect(await variablesDockerSends(files)).toEqual(inputs.flatMap(meant));
});

/** The client reads the files by itself and sends what it understood to its engine, of which we play the part. */
async function variablesDockerSends(files: readonly string[]): Promise<string[]> {
  let sent = "";
  const engine = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const creating = request.url?.includes("/containers/create") ?? false;
    if (creating) sent = Buffer.concat(parts).toString();
    response.setHeader("content-type", "application/json").setHeader("api-version", "1.43");
    response.writeHead(creating ? 201 : 200).end('{"Id":"made","Warnings":[]}');
  });
  await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
  const address = engine.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const env = {
    NODE_ENV: "test",
    PATH: process.env.PATH ?? "",
    HOME: folder,
    DOCKER_HOST: `tcp://127.0.0.1:${port}`,
  } as const;
  const args = ["create", ...files.flatMap((file) => ["--env-file", file]), "image"];
  await new Promise<void>((resolve, reject) => {
    execFile("docker", args, { env }, (fault) => (fault ? reject(fault) : resolve()));
  }).finally(() => engine.close());
  return JSON.parse(sent).Env;
}
