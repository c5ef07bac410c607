/** A `.env` file means the same to Node, to Docker and to a shell that sources it. */

import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { awsEnvironment } from "./aws-environment";
import { dotenv } from "./dotenv";

const token = fc.base64String({ minLength: 4, maxLength: 800 });
const anything = fc.string({ unit: fc.constantFrom(..."'\"`$%!^&|<>(){}[];,~*?#=@\\:/+-aZ0"), minLength: 1 });
const inputOf = (value: fc.Arbitrary<string>) =>
  fc.record({
    credentials: fc.record({
      accessKeyId: fc.constant("ASIAEXAMPLEEXAMPLE00"),
      secretAccessKey: value,
      sessionToken: value,
      expiresAt: fc.constant(new Date("2098-11-21T04:00:00Z")),
    }),
    region: fc.constantFrom(undefined, "eu-central-1"),
    accountId: fc.constant("012345678901"),
    profileName: fc.constant("012345678901_ReadOnly_keys"),
  });
/** Mostly what AWS makes; and of everything else, what the format lets through. */
const writable = fc.oneof(
  inputOf(token),
  inputOf(anything).filter((input) => {
    try {
      return dotenv.render(input) !== "";
    } catch {
      return false;
    }
  }),
);

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dotenv-"));
  file = join(folder, "aws-keys.env");
});
afterAll(() => rmSync(folder, { recursive: true }));

test("what AWS makes is never refused", () => {
  fc.assert(
    fc.property(inputOf(token), (input) => {
      expect(dotenv.render(input)).toContain("AWS_SESSION_TOKEN=");
    }),
  );
});

test("Node reads exactly what was meant", () => {
  fc.assert(
    fc.property(writable, (input) => {
      expect({ ...parseEnv(dotenv.render(input)) }).toEqual(Object.fromEntries(awsEnvironment(input)));
    }),
  );
});

test.each([["bash", "--norc"], ["dash"], ["zsh", "-f"]])(
  "%s reads exactly what was meant when it sources the file, and undoes it",
  (program, ...options) => {
    fc.assert(
      fc.property(writable, (input) => {
        writeFileSync(file, dotenv.render(input));
        const script = `set -a; . ${file}; set +a; env -0; ${dotenv.undo(input)} printf 'then\\0'; env -0`;
        const env = { NODE_ENV: "test", PATH: process.env.PATH ?? "" } as const;
        const { stdout, stderr } = spawnSync(program, [...options, "-c", script], {
          env,
          cwd: folder,
          encoding: "utf8",
        });
        const [loaded = "", undone = ""] = stdout.split("then\0");
        const aws = (printed: string) => printed.split("\0").filter((line) => line.startsWith("AWS_"));
        expect(stderr).toBe("");
        expect(aws(loaded).sort()).toEqual(
          awsEnvironment(input)
            .map(([name, value]) => `${name}=${value}`)
            .sort(),
        );
        expect(aws(undone)).toEqual([]);
      }),
    );
  },
);

test("the docker client reads exactly what was meant", async (context) => {
  context.skip(spawnSync("docker", ["--version"]).status !== 0, "docker is not on PATH");
  const [input] = fc.sample(inputOf(token), 1);
  if (!input) throw new Error("no sample");
  writeFileSync(file, dotenv.render(input));
  expect((await variablesDockerSends()).sort()).toEqual(
    awsEnvironment(input)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
  );
});

/** The client reads the file by itself and sends what it understood to its engine, of which we play the part. */
async function variablesDockerSends(): Promise<string[]> {
  let sent = "";
  const engine = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (request.url?.includes("/containers/create")) sent = Buffer.concat(parts).toString();
    response.setHeader("content-type", "application/json").setHeader("api-version", "1.43");
    response
      .writeHead(request.url?.includes("/containers/create") ? 201 : 200)
      .end('{"Id":"made","Warnings":[]}');
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
  await new Promise<void>((resolve, reject) => {
    execFile("docker", ["create", "--env-file", file, "image"], { env }, (fault) =>
      fault ? reject(fault) : resolve(),
    );
  }).finally(() => engine.close());
  return JSON.parse(sent).Env;
}
