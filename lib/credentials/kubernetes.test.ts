/** A kubeconfig and a registry's login, as the programs that read them understand them. */

import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { ecr } from "./ecr";
import { eks } from "./eks";
import { hostileInput, isHere, withKeys } from "./inputs-for-tests";
import { type Cluster, contextName, kubeconfig } from "./kubeconfig";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kubernetes-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const fields = {
  cluster: "payments",
  endpoint: "https://ABCDEF0123456789.gr7.eu-central-1.eks.amazonaws.com",
  authority: "LS0tLS1CRUdJTg==",
};
const filled = { ...withKeys(), fields };

/** Of anything at all: the file does not rely on what fields let through. */
const anyCluster: fc.Arbitrary<Cluster> = fc.record({
  name: fc.string({ unit: "grapheme" }),
  region: fc.string({ unit: "grapheme" }),
  endpoint: fc.string({ unit: "binary" }),
  certificateAuthority: fc.string({ unit: "grapheme" }),
  profile: fc.string({ unit: "binary" }),
});

test("the kubeconfig is YAML that says what was meant, whatever the names hold", () => {
  fc.assert(
    fc.property(anyCluster, (cluster) => {
      const read = parse(kubeconfig(cluster));
      const name = contextName(cluster);
      expect(read.clusters).toEqual([
        {
          name,
          cluster: {
            server: cluster.endpoint,
            "certificate-authority-data": cluster.certificateAuthority,
          },
        },
      ]);
      expect(read.contexts).toEqual([{ name, context: { cluster: name, user: name } }]);
      expect(read["current-context"]).toBe(name);
      const { command, args } = read.users[0].user.exec;
      const options = ["--profile", cluster.profile, "--region", cluster.region];
      const asked = ["eks", "get-token", "--cluster-name", cluster.name, "--output", "json"];
      expect([command, ...args]).toEqual(["aws", ...options, ...asked]);
    }),
    { numRuns: 200 },
  );
});

test("the kubeconfig of any keys holds none of them, and shows where something must be filled in", () => {
  fc.assert(
    fc.property(hostileInput, (input) => {
      const { clusters, users } = parse(eks.render(input));
      expect(clusters[0].cluster.server).toBe("https://ENDPOINT");
      expect(users[0].user.exec).not.toHaveProperty("env");
    }),
    { numRuns: 200 },
  );
});

test("kubectl reads the kubeconfig, and its undo lines leave nothing of it in a merged one", (context) => {
  context.skip(!isHere("kubectl"), "kubectl is not on PATH");
  const file = join(folder, "config");
  writeFileSync(file, eks.render(filled));
  const env = { NODE_ENV: "test", PATH: process.env.PATH ?? "", HOME: folder, KUBECONFIG: file } as const;
  const view = () => {
    const { stdout } = spawnSync("kubectl", ["config", "view", "-o", "json"], { env, encoding: "utf8" });
    return JSON.parse(stdout);
  };
  const read = view();
  expect(read["current-context"]).toBe("payments-012345678901_ReadOnly_keys");
  expect(read.users[0].user.exec.args).toContain("012345678901_ReadOnly_keys");
  expect(spawnSync("sh", ["-e", "-c", eks.undo(filled)], { env }).status).toBe(0);
  expect(view()).toMatchObject({ clusters: null, contexts: null, users: null });
});

test.for([
  ["bash", "-c"],
  ["dash", "-c"],
  ["zsh", "-f", "-c"],
  ["fish", "-c"],
  ["tcsh", "-f", "-c"],
])(
  "%s hands the registry's password from the AWS CLI to Docker, for the registry that was meant",
  ([program = "", ...options], context) => {
    context.skip(!isHere(program), `${program} is not on PATH`);
    const stub = (name: string, body: string) => {
      writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
      chmodSync(join(folder, name), 0o755);
    };
    stub("aws", 'echo "password for $*"');
    stub("docker", 'test -t 0 || cat; echo "docker $*"');
    const env = { NODE_ENV: "test", PATH: `${folder}:${process.env.PATH}`, HOME: folder } as const;
    const said = (lines: string) =>
      spawnSync(program, [...options, lines.trimEnd()], { env, encoding: "utf8", input: "" }).stdout.split(
        "\n",
      );
    const host = "012345678901.dkr.ecr.eu-central-1.amazonaws.com";
    expect(said(ecr.render(withKeys()))).toEqual([
      "password for ecr get-login-password --region eu-central-1",
      `docker login --username AWS --password-stdin ${host}`,
      "",
    ]);
    expect(said(ecr.undo(withKeys()))).toEqual([`docker logout ${host}`, ""]);
  },
);

test.each([
  ["cn-north-1", "999999999999.dkr.ecr.cn-north-1.amazonaws.com.cn"],
  ["us-gov-west-1", "999999999999.dkr.ecr.us-gov-west-1.amazonaws.com"],
  ["eusc-de-east-1", "999999999999.dkr.ecr.eusc-de-east-1.amazonaws.eu"],
])("a registry in %s has the host of its partition", (region, host) => {
  const typed = { ...withKeys(), fields: { region, registry: "999999999999" } };
  expect(ecr.render(typed)).toContain(host);
});
