/** The sandbox's switches, provider's and emulator's together, as the control door sets them. */

import { type AwsOptions, defaultAwsOptions } from "@/sandbox/aws/contract";
import type { ProviderOptions } from "@/sandbox/provider/create-provider";

type Value = string | number | boolean;

export type Options = {
  /** Read by the emulator at each call. The same object for ever; `set` and `reset` write into it. */
  aws: AwsOptions;
  /** Read by the provider at each call. */
  provider: ProviderOptions;
  all(): Record<string, Value>;
  /** Sets all that are named, or none and says what is wrong. */
  set(wanted: Record<string, unknown>): string | undefined;
  reset(): void;
};

const defaultProviderOptions: ProviderOptions = { idTokenClaims: "email" };
/** What a number may be, from and to. */
const ranges: Record<string, readonly [number, number]> = {
  usersPerEmail: [0, 100],
  listLagSeconds: [0, 86_400],
  requestsPerSecond: [0, 1_000_000],
  keysLastSeconds: [0, 43_200],
  answerDelayMs: [0, 60_000],
};
/** Options that are one of a few words. */
const words: Record<string, readonly string[]> = { idTokenClaims: ["email", "all", "none"] };

export function createOptions(): Options {
  const aws: AwsOptions = { ...defaultAwsOptions };
  const provider: ProviderOptions = { ...defaultProviderOptions };
  const groups: Record<string, Value>[] = [aws, provider];
  const all = () => ({ ...aws, ...provider });

  return {
    aws,
    provider,
    all,
    set: (wanted) => {
      const known: Record<string, Value> = all();
      const accepted: [string, Value][] = [];
      for (const [name, value] of Object.entries(wanted)) {
        const current = Object.hasOwn(known, name) ? known[name] : undefined;
        if (current === undefined)
          return `There is no option ${name}. There are: ${Object.keys(known).join(", ")}.`;
        if (!isValue(value) || typeof value !== typeof current) return `${name} is a ${typeof current}.`;
        if (words[name] && !words[name].includes(String(value)))
          return `${name} is one of ${words[name].join(", ")}.`;
        const [least, most] = ranges[name] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
        if (typeof value === "number" && !(value >= least && value <= most))
          return `${name} is a number from ${least} to ${most}.`;
        accepted.push([name, value]);
      }
      for (const [name, value] of accepted) {
        for (const group of groups) if (Object.hasOwn(group, name)) group[name] = value;
      }
      return undefined;
    },
    reset: () => {
      Object.assign(aws, defaultAwsOptions);
      Object.assign(provider, defaultProviderOptions);
    },
  };
}

function isValue(value: unknown): value is Value {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
