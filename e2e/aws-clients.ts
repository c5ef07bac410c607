/** AWS's own clients as programs beside the portal: nothing of this machine's own AWS configuration counts for them. */

import { execFile, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { MachineWorld } from "./machine-world";

export const has = {
  cli: spawnSync("aws", ["--version"]).status === 0,
  boto3: spawnSync("python3", ["-c", "import boto3"]).status === 0,
  curl: spawnSync("curl", ["--version"]).status === 0,
};

type Variables = Record<string, string>;

function environment({ sandbox }: MachineWorld, variables: Variables): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH ?? "",
    HOME: "/nonexistent",
    AWS_CONFIG_FILE: "/nonexistent/config",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_REGION: "eu-west-1",
    AWS_DEFAULT_REGION: "eu-west-1",
    AWS_DEFAULT_OUTPUT: "json",
    AWS_ENDPOINT_URL_STS: sandbox.environment.AWS_ENDPOINT_URL_STS ?? "",
    NODE_ENV: "test",
    ...variables,
  };
}

/** Who STS says that they are, by which key and until when; or how it failed. */
export type Said = { arn?: string; key?: string; until?: string; failure?: string };

export type Client = {
  /** Has it ask STS once. */
  ask(): Promise<Said>;
  end(): void;
};

const programs = {
  javascript: [process.execPath, "e2e/sts-caller.mjs"],
  boto3: ["python3", "e2e/sts-caller.py"],
} as const;

/** A program that goes on running and keeps its keys, as the SDKs do. */
export function startClient(world: MachineWorld, kind: keyof typeof programs, variables: Variables): Client {
  const [command, ...args] = programs[kind];
  const child = spawn(command, args, {
    env: environment(world, variables),
    stdio: ["pipe", "pipe", "ignore"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async () => {
      child.stdin.write("\n");
      const { value, done } = await lines.next();
      if (done) throw new Error(`The ${kind} program has ended.`);
      return JSON.parse(value) as Said;
    },
    end: () => void child.kill("SIGKILL"),
  };
}

/** One command of the AWS CLI; throws with what it said. */
export async function awsCli(world: MachineWorld, variables: Variables, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("aws", args, { env: environment(world, variables) });
  return stdout;
}
