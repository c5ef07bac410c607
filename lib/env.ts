/** Settings: the only reader of `process.env` in the product. Parsed at first use, so that a build needs none. */

import { BlockList, isIP } from "node:net";
import { z } from "zod";
import { isLoopbackHost } from "@/lib/core/loopback";
import { once } from "@/lib/core/once";
import { type AuditKeys, readAuditKeys } from "@/lib/env/audit-keys";
import { endpointFaults } from "@/lib/env/aws-endpoints";
import { type Authorities, deliverySettings, readDeliveries } from "@/lib/env/delivery-settings";
import { describeInstances } from "@/lib/env/describe-instances";
import { ApplicationArn, Connect, HomeRegion, RoleArn, StartUrl } from "@/lib/env/instance-rules";
import { httpsUnlessLoopback, secret } from "@/lib/env/text-rules";

export function isLoopback(url: URL): boolean {
  return isLoopbackHost(url.hostname);
}

const origin = httpsUnlessLoopback
  .refine((value) => {
    const url = new URL(value);
    return url.pathname === "/" && !url.search && !url.hash && !url.username;
  }, "must be scheme and host alone, with no path")
  .transform((value) => new URL(value).origin);

const list = z
  .string()
  .default("")
  .transform((value) =>
    value
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  );

const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true");

/** `10.0.0.0/8, ::1`: addresses or CIDRs. All of the internet is refused: then anybody could write anybody's address. */
const cidrs = list.superRefine((items, context) => {
  for (const item of items) {
    const [address = "", bits, more] = item.split("/");
    const family = isIP(address);
    const width = family === 6 ? 128 : 32;
    const length = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (!family || more !== undefined || length < 0 || length > width) {
      context.addIssue({ code: "custom", message: "must be addresses or CIDRs, separated by commas" });
    } else if (length === 0) {
      context.addIssue({ code: "custom", message: "must not trust every address" });
    }
  }
});

/** Names, rules, defaults and descriptions of all settings. `docs/operations/settings.md` is made from it. */
export const Settings = z.object({
  PORTAL_URL: origin.describe("Where people reach the portal: scheme and host.").meta({
    example: "https://aws.example.com",
  }),
  PORTAL_SECRET: secret
    .describe(
      "Seals tokens in the database and signs sign-in cookies. Keep it out of the database's backups.",
    )
    .meta({ example: "(48 random bytes, base64)", secret: true }),
  PORTAL_SECRET_PREVIOUS: secret
    .optional()
    .describe("The secret before this one: what it sealed still opens. For rotation.")
    .meta({ example: "(the old PORTAL_SECRET)", secret: true }),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe("PostgreSQL. Without it the portal keeps its data in DATA_DIR, for evaluation.")
    .meta({ example: "postgresql://sallyport:...@db.example.com/sallyport", secret: true }),
  DATABASE_MIGRATION_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      "PostgreSQL under the role that owns the tables, for `npm run db:deploy`. With it the portal's start verifies the schema and changes nothing.",
    )
    .meta({ example: "postgresql://sallyport_owner:...@db.example.com/sallyport", secret: true }),
  DATA_DIR: z
    .string()
    .min(1)
    .default("./data")
    .describe("Folder of the evaluation store.")
    .meta({ example: "./data" }),
  AUDIT_SIGNING_KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Path of the Ed25519 private key (PEM, PKCS #8) that signs what the audit record says of itself. Without it the key is derived from PORTAL_SECRET.",
    )
    .meta({ example: "/etc/sallyport/audit-key.pem" }),
  AUDIT_TRUSTED_KEYS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Path of a file of Ed25519 public keys (PEM, one below the other) that signed the record before. Keys derived from PORTAL_SECRET and PORTAL_SECRET_PREVIOUS are known without it.",
    )
    .meta({ example: "/etc/sallyport/former-audit-keys.pem" }),
  AUDIT_VERIFY_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(720)
    .default(24)
    .describe(
      "How often the whole audit record is verified, in hours. What is new is verified every minute besides.",
    )
    .meta({ example: "24" }),
  AUDIT_KEEP_MONTHS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1200)
    .optional()
    .describe(
      "How many whole months of the audit record stay in PostgreSQL besides this one. Older ones are written to AUDIT_EXPORT_DIR and taken away, by `npm run db:maintain` or, with one database role, by the portal. Without it all stays.",
    )
    .meta({ example: "24" }),
  AUDIT_EXPORT_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Folder for the months that leave the audit record, one file each. Nothing is taken away before its file is there.",
    )
    .meta({ example: "/var/lib/sallyport/record", needed: "required with AUDIT_KEEP_MONTHS" }),
  OIDC_ISSUER: httpsUnlessLoopback
    .describe("The identity provider's issuer, as its discovery document names it.")
    .meta({ example: "https://id.example.com" }),
  OIDC_CLIENT_ID: z
    .string()
    .min(1)
    .describe("The portal's client id at the provider.")
    .meta({ example: "sallyport" }),
  OIDC_CLIENT_SECRET: z
    .string()
    .min(1)
    .describe("The portal's client secret at the provider.")
    .meta({ example: "(from the provider)", secret: true }),
  OIDC_SCOPES: z
    .string()
    .default("openid profile email offline_access")
    .refine((value) => value.split(" ").includes("openid"), "must contain openid")
    .describe("Scopes asked for at sign-in. offline_access lets AWS sign-ins renew without a click.")
    .meta({ example: "openid profile email groups offline_access" }),
  OIDC_GROUPS_CLAIM: z
    .string()
    .min(1)
    .default("groups")
    .describe("The claim that lists a person's groups.")
    .meta({ example: "groups" }),
  OIDC_EMAIL_TRUSTED: flag
    .describe(
      "true where the provider sends no email_verified and its addresses can be trusted all the same.",
    )
    .meta({ example: "false" }),
  ADMIN_GROUPS: list
    .describe("Groups whose members administer the portal, separated by commas.")
    .meta({ example: "sallyport-administrators" }),
  AUDITOR_GROUPS: list
    .describe("Groups whose members may read the audit record, separated by commas.")
    .meta({ example: "sallyport-auditors" }),
  SESSION_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(24)
    .default(10)
    .describe("Longest sign-in, in hours.")
    .meta({ example: "10" }),
  SESSION_IDLE_MINUTES: z.coerce
    .number()
    .int()
    .min(5)
    .max(1440)
    .default(120)
    .describe("A session not used for so many minutes ends.")
    .meta({ example: "120" }),
  ACCESS_TOKEN_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(720)
    .default(12)
    .describe("How long an access token for a machine lives where nobody says otherwise, in hours.")
    .meta({ example: "12" }),
  ACCESS_TOKEN_MOST_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(720)
    .default(24)
    .describe("The longest life that a person may give an access token, in hours.")
    .meta({ example: "24" }),
  IDENTITY_CENTER_START_URL: StartUrl.optional()
    .describe("Start URL of the IAM Identity Center instance: AWS's own access portal.")
    .meta({ example: "https://d-1234567890.awsapps.com/start", needed: "required without INSTANCES_FILE" }),
  IDENTITY_CENTER_REGION: HomeRegion.optional()
    .describe("Region in which the instance lives.")
    .meta({ example: "eu-west-1", needed: "required without INSTANCES_FILE" }),
  IDENTITY_CENTER_CONNECT: Connect.default("trusted-issuer")
    .describe(
      "How people's AWS sign-ins are made: trusted-issuer exchanges the provider's id_token; device-code has each person approve a code at AWS.",
    )
    .meta({ example: "trusted-issuer" }),
  IDENTITY_CENTER_APPLICATION_ARN: ApplicationArn.optional()
    .describe("The customer managed application whose trusted token issuer is the provider.")
    .meta({
      example: "arn:aws:sso::123456789012:application/ssoins-1234567890abcdef/apl-1234567890abcdef",
      needed: "required with trusted-issuer",
    }),
  IDENTITY_CENTER_USER_CLAIM: z
    .string()
    .min(1)
    .default("preferred_username")
    .describe(
      "The provider's claim that equals a person's user name in Identity Center. Checked before anything is handed out.",
    )
    .meta({ example: "preferred_username" }),
  INSTANCES_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Path of a YAML file that lists several instances, in place of IDENTITY_CENTER_START_URL, _REGION, _CONNECT, _APPLICATION_ARN and of ORGANIZATION_*. See docs/operations/instances.md.",
    )
    .meta({ example: "/etc/sallyport/instances.yaml" }),
  ORGANIZATION_DATA: flag
    .describe(
      "true where the portal's own AWS identity may read the organisation: units, tags, groups and permission sets then stand beside accounts.",
    )
    .meta({ example: "false" }),
  ORGANIZATION_ROLE_ARN: RoleArn.optional()
    .describe("The role that the portal takes to read the organisation, where it may not do so as it is.")
    .meta({ example: "arn:aws:iam::123456789012:role/SallyportOrganization" }),
  CONSOLE_SIGN_IN_URL: origin
    .optional()
    .describe("Only for sandboxes: the host that stands for AWS's console sign-in.")
    .meta({ example: "http://localhost:4002" }),
  AWS_REQUESTS_PER_SECOND: z.coerce
    .number()
    .min(1)
    .max(20)
    .default(12)
    .describe(
      "Our share of AWS's 20 requests a second for a whole instance: the most that all replicas together send. It slows down when AWS complains, and comes back.",
    )
    .meta({ example: "12" }),
  AWS_KEYS_PERCENT: z.coerce
    .number()
    .int()
    .min(0)
    .max(75)
    .default(25)
    .describe("Of AWS_REQUESTS_PER_SECOND, what is kept for keys and the console while lists are read.")
    .meta({ example: "25" }),
  AWS_CALLS_AT_ONCE: z.coerce
    .number()
    .int()
    .min(1)
    .max(20)
    .default(8)
    .describe("How many accounts of one person's list are asked for at the same time.")
    .meta({ example: "8" }),
  MACHINE_KEYS_CONFIRMED_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(60)
    .default(15)
    .describe(
      "Machines are handed the same keys again for so many minutes after AWS last confirmed the role; then AWS is asked anew.",
    )
    .meta({ example: "15" }),
  MACHINE_KEYS_LEFT_MINUTES: z.coerce
    .number()
    .int()
    .min(10)
    .max(60)
    .default(16)
    .describe(
      "Keys with less time left are not handed out again. AWS's clients ask for new ones when 15 minutes are left.",
    )
    .meta({ example: "16" }),
  TRUSTED_PROXIES: cidrs
    .describe("Addresses or CIDRs of the reverse proxies whose X-Forwarded-For counts. Empty: none.")
    .meta({ example: "10.0.0.0/8" }),
  ...deliverySettings,
});

export type Settings = z.infer<typeof Settings>;

/** An empty value is an unset one: `NAME=` in a file of settings means that. */
function withoutEmpty(source: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== "")) as NodeJS.ProcessEnv;
}

function settingFaults(error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    const missing = issue.code === "invalid_type" && issue.message.includes("undefined");
    return fault(String(issue.path[0]), missing ? "is not set" : issue.message);
  });
}

function fault(name: string, message: string): string {
  const example = Settings.shape[name as keyof typeof Settings.shape]?.meta()?.example;
  return `${name}: ${message}${example === undefined ? "" : ` (example: ${example})`}`;
}

/** Months are not taken away without a place for them. */
function keepingFaults({ AUDIT_KEEP_MONTHS, AUDIT_EXPORT_DIR }: NodeJS.ProcessEnv): string[] {
  if (!AUDIT_KEEP_MONTHS || AUDIT_EXPORT_DIR) return [];
  return [fault("AUDIT_EXPORT_DIR", "must be set with AUDIT_KEEP_MONTHS")];
}

type Configuration = {
  settings: Settings;
  instances: readonly Instance[];
  auditKeys: AuditKeys;
  authorities: Authorities;
};

/**
 * Checks settings, and the files that they name. Throws one error that names every fault, and no value:
 * a value may be a secret.
 */
export function parseConfiguration(source: NodeJS.ProcessEnv): Configuration {
  const present = withoutEmpty(source);
  const parsed = Settings.safeParse(present);
  const { instances, faults } = describeInstances(present);
  const audit = readAuditKeys(present);
  const deliveries = readDeliveries(present);
  const regions = instances.map(({ region }) => region);
  const all = [
    ...(parsed.success ? [] : settingFaults(parsed.error)),
    ...[...faults, ...audit.faults, ...deliveries.faults].map(({ name, message }) => fault(name, message)),
    ...keepingFaults(present),
    ...endpointFaults(present, regions),
  ];
  if (!parsed.success || all.length > 0) {
    throw new Error(`Sallyport's settings are wrong:\n${all.map((it) => `  ${it}`).join("\n")}`);
  }
  return {
    settings: parsed.data,
    instances,
    auditKeys: audit.keys,
    authorities: deliveries.authorities,
  };
}

/** Read once, at the start: a file that changes later is read by the next start. */
function configuration(): Configuration {
  return once("settings", () => parseConfiguration(process.env));
}

/** The settings of this process. */
export function env(): Settings {
  return configuration().settings;
}

/** One IAM Identity Center instance, as settings describe it. */
export type Instance = {
  /** As it stands in paths. */
  id: string;
  /** What people call it. */
  label: string;
  /** Of AWS's own access portal, in its one spelling. */
  startUrl: string;
  region: string;
  connect: z.infer<typeof Connect>;
  /** The application whose trusted token issuer is the provider; null with `device-code`. */
  applicationArn: string | null;
  /** Where the portal's own AWS identity may read the organisation; `roleArn` is assumed for it, null: as it is. */
  organization: { roleArn: string | null } | null;
};

/** All instances, in the order in which they were listed. The environment describes one, named `main`. */
export function instances(): readonly Instance[] {
  return configuration().instances;
}

/** The keys of the record's statements that files hold. */
export function auditKeys(): AuditKeys {
  return configuration().auditKeys;
}

/** The authorities that alone are believed of the record's receivers. */
export function authorities(): Authorities {
  return configuration().authorities;
}

/** The proxies whose word on addresses counts. */
export function trustedProxies(): BlockList {
  return once("trusted-proxies", () => {
    const trusted = new BlockList();
    for (const item of env().TRUSTED_PROXIES) {
      const [address = "", bits] = item.split("/");
      const family = isIP(address) === 6 ? "ipv6" : "ipv4";
      trusted.addSubnet(address, bits === undefined ? (family === "ipv6" ? 128 : 32) : Number(bits), family);
    }
    return trusted;
  });
}

/** Whether this is `next dev`, whose pages evaluate code and style themselves. Never a reason for another behaviour of ours. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}

/** next-auth takes its own address from this variable and from nothing else. Ours stands there whatever stood there before. */
export function pinNextAuthUrl(): void {
  process.env.NEXTAUTH_URL = env().PORTAL_URL;
}
