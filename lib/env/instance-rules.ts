/** What may be said of an Identity Center instance, in the environment or in a file, and what contradicts itself. */

import { z } from "zod";
import { isLoopbackHost } from "@/lib/core/loopback";
import { partitionIdOf } from "@/lib/core/region";
import { readStartUrl } from "@/lib/core/start-url";

/** In its one spelling. */
export const StartUrl = z.string().transform((text, context) => {
  const read = readStartUrl(text);
  const isSafe = read && (read.url.startsWith("https:") || isLoopbackHost(new URL(read.url).hostname));
  if (isSafe) return read.url;
  context.addIssue({ code: "custom", message: "must be the https address of an AWS access portal" });
  return z.NEVER;
});

export const HomeRegion = z
  .string()
  .refine(
    (text) => partitionIdOf(text) !== null,
    "must be an AWS region's code, of a partition that has Identity Center",
  );

export const Connect = z.enum(["trusted-issuer", "device-code"]);

export const ApplicationArn = z
  .string()
  .regex(
    /^arn:aws(-[a-z]{1,5}){0,3}:sso::\d{12}:application\/(sso)?ins-[a-zA-Z0-9-.]{16}\/apl-[a-zA-Z0-9]{16}$/,
    "must be the ARN of a customer managed application",
  );

export const RoleArn = z
  .string()
  .regex(
    /^arn:aws(-[a-z]{1,5}){0,3}:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    "must be the ARN of an IAM role",
  );

type Part = "startUrl" | "region" | "connect" | "applicationArn" | "roleArn";

/** An instance as somebody wrote it: nothing is known to be right yet. */
export type Described = Partial<Record<Part, unknown>>;

type Contradiction = { part: Part; message: string; isMissing?: true };

/** Faults that no part has alone. What is wrong by itself is left out of account: it has its own fault. */
export function contradictions(described: Described): Contradiction[] {
  const region = HomeRegion.safeParse(described.region).data;
  const connect = Connect.safeParse(described.connect).data;
  const startUrl = StartUrl.safeParse(described.startUrl).data;
  return [
    ...ofApplication(connect, described.applicationArn),
    ...(region && startUrl ? ofAddress(startUrl, region) : []),
    ...(connect === "device-code" && startUrl ? ofOwnDomain(startUrl) : []),
    ...(["applicationArn", "roleArn"] as const).flatMap((part) => ofArn(part, described[part], region)),
  ];
}

function ofApplication(connect: z.infer<typeof Connect> | undefined, arn: unknown): Contradiction[] {
  const part = "applicationArn";
  if (connect === "trusted-issuer" && arn === undefined) {
    return [{ part, message: "is needed with trusted-issuer", isMissing: true }];
  }
  if (connect === "device-code" && arn !== undefined) {
    return [{ part, message: "is used by trusted-issuer alone" }];
  }
  return [];
}

function ofAddress(startUrl: string, region: string): Contradiction[] {
  const read = readStartUrl(startUrl);
  if (read?.region && read.region !== region) {
    return [{ part: "startUrl", message: "names another region than the instance's" }];
  }
  if (read?.partition && read.partition !== partitionIdOf(region)) {
    return [{ part: "startUrl", message: "is of another partition than the instance's region" }];
  }
  return [];
}

/** AWS's services know none but AWS's own addresses; only browsers are led on from others. */
function ofOwnDomain(startUrl: string): Contradiction[] {
  const read = readStartUrl(startUrl);
  if (read?.kind !== "vanity" || isLoopbackHost(new URL(startUrl).hostname)) return [];
  return [
    { part: "startUrl", message: "must be AWS's own address with device-code, not one that leads there" },
  ];
}

function ofArn(part: Part, arn: unknown, region: string | undefined): Contradiction[] {
  const partition = typeof arn === "string" && arn.startsWith("arn:") ? arn.split(":")[1] : undefined;
  if (!partition || !region || partition === partitionIdOf(region)) return [];
  return [{ part, message: "is of another partition than the instance's region" }];
}
