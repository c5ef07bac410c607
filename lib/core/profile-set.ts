/**
 * A profile set: which grants become profiles of `~/.aws/config`, how they are called, and what stands in them. Kept on the
 * server and shared by a team; `lib/profiles` turns one into text.
 */

import { z } from "zod";
import { environments } from "@/lib/core/account-look";
import { assumeRoleFault, credentialSources, roleSeconds } from "@/lib/core/assume-role";
import { profileNameFault } from "@/lib/core/aws-profile-name";
import { isSettingKey, settingFault, valueFault } from "@/lib/core/config-settings";
import { Grant } from "@/lib/core/grant";
import { partitionIdOf } from "@/lib/core/region";

const checked = (fault: (value: string) => string | null) =>
  z.string().check((context) => {
    const message = fault(context.value);
    if (message) context.issues.push({ code: "custom", input: context.value, message });
  });

/** Stands in marker lines, so that several sets in one file are told apart. `sessions` is taken by sign-ins that sets share. */
export const ProfileSetId = z
  .string()
  .regex(
    /^(?!sessions$)[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/,
    "A set is named by 1 to 32 of a-z, 0-9 and -.",
  );

const ProfileName = checked((name) => {
  const fault = profileNameFault(name);
  return fault && `The name ${fault}`;
});

const Region = z.string().refine((region) => partitionIdOf(region) !== null, "This is no region of AWS.");

const NamePattern = z.strictObject({ kind: z.enum(["glob", "regex"]), pattern: z.string().min(1).max(200) });

/** Conditions that are given must all hold; of several values of one, any. An empty list is no condition. */
const ProfileFilter = z.strictObject({
  /** `none`: accounts that no rule gives an environment. */
  environments: z.array(z.enum([...environments, "none"])),
  labels: z.array(z.string().min(1).max(40)).max(100),
  accounts: z.array(NamePattern.extend({ field: z.enum(["name", "id"]) })).max(100),
  roles: z.array(NamePattern).max(100),
  /** Only the person's favourites. */
  favourites: z.boolean(),
});

export const ProfileSelection = z.strictObject({
  /** Null: only what is picked. With no condition: everything. */
  filter: ProfileFilter.nullable(),
  /** By hand, whatever the filter says. */
  picked: z.array(Grant).max(5000),
});

const ChainSource = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("grant"), grant: Grant }),
  /** Another chain of this set, or a profile that people have outside of it. */
  z.strictObject({ kind: z.literal("profile"), name: ProfileName }),
  /** `EcsContainer` is how a profile reaches a container endpoint: its address stands in the environment, never in this file. */
  z.strictObject({ kind: z.literal("credential-source"), credentialSource: z.enum(credentialSources) }),
  z.strictObject({
    kind: z.literal("web-identity"),
    tokenFile: checked((path) => {
      const fault = valueFault(path) ?? (/^(\/|[A-Za-z]:\\)/.test(path) ? null : "is no absolute path.");
      return fault && `The token file's path ${fault}`;
    }),
  }),
]);

const said = (key: Parameters<typeof assumeRoleFault>[0]) =>
  checked((value) => {
    const fault = assumeRoleFault(key, value);
    return fault && `${key} ${fault}.`;
  });

/** A role that is assumed by what another profile, this machine or a token is. */
export const ProfileChain = z
  .strictObject({
    name: ProfileName,
    source: ChainSource,
    roleArn: said("role_arn"),
    externalId: said("external_id").nullable(),
    /** The SDKs for JavaScript and Go cannot ask for its code by themselves. */
    mfaSerial: said("mfa_serial").nullable(),
    durationSeconds: z.int().min(roleSeconds.least).max(roleSeconds.most).nullable(),
    sessionName: said("role_session_name").nullable(),
    region: Region.nullable(),
  })
  .check((context) => {
    const { source, durationSeconds, externalId, mfaSerial } = context.value;
    const say = (message: string) => context.issues.push({ code: "custom", input: context.value, message });
    const isRole =
      source.kind === "grant" ||
      (source.kind === "credential-source" && source.credentialSource !== "Environment");
    if (isRole && (durationSeconds ?? 0) > roleSeconds.mostBetweenRoles) {
      say(`From role to role, STS gives ${roleSeconds.mostBetweenRoles} seconds at most.`);
    }
    if (source.kind === "web-identity" && (externalId !== null || mfaSerial !== null)) {
      say("With a web identity, STS takes neither an external id nor an MFA device.");
    }
  });

export const ProfileSet = z.strictObject({
  selection: ProfileSelection,
  /** See `lib/profiles/name-template` for its words, `name-presets` for ready ones. */
  nameTemplate: z.string().min(1).max(300),
  /** How grants get their keys: AWS's own sign-in, or Sallyport by curl. */
  kind: z.enum(["sso-session", "credential-process"]),
  chains: z.array(ProfileChain).max(200),
  /** The first is the usual one; for each other every profile is there again. Empty: profiles say no region. */
  regions: z.array(Region).max(20),
  /** The same lines in every profile. */
  defaults: z.record(z.string(), z.string()).check((context) => {
    for (const [key, value] of Object.entries(context.value)) {
      const message = isSettingKey(key)
        ? settingFault(key, value)
        : key === "region"
          ? "Regions have a list of their own."
          : "This is no setting of ~/.aws/config that a profile set may hold.";
      if (message) context.issues.push({ code: "custom", input: value, path: [key], message });
    }
  }),
  /** How long an old name goes on beside the new one, and how long a name that nobody has any more stays taken. */
  aliasDays: z.int().min(0).max(366),
});

export type ProfileSet = z.infer<typeof ProfileSet>;
export type ProfileChain = z.infer<typeof ProfileChain>;
export type ProfileSelection = z.infer<typeof ProfileSelection>;
