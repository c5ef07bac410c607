/**
 * The two texts that are made from the settings' own descriptions: the reference for people who run the portal, and
 * `.env.example`, whose values are those of the sandbox. `write-settings-page.ts` writes both; a test compares them.
 */

import { Settings } from "@/lib/env";

type Setting = {
  name: string;
  description: string;
  example: string;
  secret: boolean;
  /** When it must be set; empty where it need not be. */
  needed: string;
  /** As it would be written; empty where there is none. */
  fallback: string;
};

/** Every setting of the product, in the order of `lib/env.ts`. */
export function settings(): Setting[] {
  return Object.entries(Settings.shape).map(([name, schema]) => {
    const meta = schema.meta();
    const unset = schema.safeParse(undefined);
    return {
      name,
      description: schema.description ?? "",
      example: String(meta?.example ?? ""),
      secret: meta?.secret === true,
      needed: String(meta?.needed ?? (unset.success ? "" : "required")),
      fallback: unset.success ? written(unset.data) : "",
    };
  });
}

/** A value as a file of settings would hold it. */
function written(value: unknown): string {
  return Array.isArray(value) ? value.join(",") : String(value ?? "");
}

/** Not ours, but whoever runs the portal needs them: read by the AWS SDK, by Node or by Next. */
const others: readonly [string, string][] = [
  ["PORT", "The port to listen on. Default: 3000."],
  [
    "HOSTNAME",
    "The address to listen on. Default: every address; behind a proxy on the same machine, `127.0.0.1`.",
  ],
  [
    "AWS_ACCESS_KEY_ID and the rest of the SDK's default chain",
    "The portal's own AWS identity, used for `CreateTokenWithIAM`, and to read the organisation where that is turned on. Prefer a role of the machine, container or pod: then none of these is set.",
  ],
  ["AWS_REGION", "The SDK's own region. The portal does not need it: it asks the instance's region."],
  [
    "AWS_ENDPOINT_URL_SSO, AWS_ENDPOINT_URL_SSO_OIDC, AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL_ORGANIZATIONS, AWS_ENDPOINT_URL_SSO_ADMIN, AWS_ENDPOINT_URL_IDENTITYSTORE, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL",
    "Other addresses of AWS's services, for private endpoints and sandboxes. The start refuses all but AWS's own names and loopback: keys are sent there. With instances in several regions only loopback is accepted: an address is that of one region.",
  ],
  ["NODE_EXTRA_CA_CERTS", "A file of further certificate authorities, for a provider with a private one."],
];

/** `docs/operations/settings.md`. */
export function settingsPage(): string {
  const rows = settings().map(({ name, description, example, secret, needed, fallback }) => {
    const otherwise = needed !== "" ? needed : fallback === "" ? "none" : code(fallback);
    return `| \`${name}\` | ${cell(description)}${secret ? " **Secret.**" : ""} | ${otherwise} | ${code(example)} |`;
  });
  return [
    "# Settings",
    "",
    "<!-- Made from lib/env.ts by scripts/write-settings-page.ts. Change the descriptions there. -->",
    "",
    "Settings are environment variables. An empty one counts as unset. A wrong one stops the start: every fault is",
    "named at once, with an example, and never with the value that was given.",
    "",
    "| name | what it says | default | example |",
    "|---|---|---|---|",
    ...rows,
    "",
    "Secrets belong into your orchestrator's store for secrets, not into a file that is copied about. The portal never",
    "logs or shows them.",
    "",
    "## Read by others",
    "",
    "| name | what it says |",
    "|---|---|",
    ...others.map(([name, says]) => `| ${name.replaceAll(/[A-Z_]{4,}/g, "`$&`")} | ${says} |`),
    "",
  ].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function code(text: string): string {
  return text.startsWith("(") ? text : `\`${cell(text)}\``;
}

/** What the sandbox needs where defaults and examples do not do. Nothing here protects anything. */
const sandboxValues: Record<string, string> = {
  PORTAL_URL: "http://localhost:3000",
  PORTAL_SECRET: "for-the-sandbox-only-make-your-own-with-openssl",
  OIDC_ISSUER: "http://localhost:4000",
  OIDC_CLIENT_ID: "sallyport",
  OIDC_CLIENT_SECRET: "the-sandbox-has-no-secrets",
  OIDC_SCOPES: "openid profile email groups offline_access",
  ADMIN_GROUPS: "sallyport-administrators",
  AUDITOR_GROUPS: "sallyport-auditors",
  IDENTITY_CENTER_START_URL: "http://127.0.0.1:4001/start",
  IDENTITY_CENTER_REGION: "eu-central-1",
  IDENTITY_CENTER_APPLICATION_ARN:
    "arn:aws:sso::275342866582:application/ssoins-6987a1b2c3d4e5f6/apl-5a11b0a7d00rc0de",
  CONSOLE_SIGN_IN_URL: "http://127.0.0.1:4002",
};

/** The same, for the SDK. */
const sandboxAwsValues: Record<string, string> = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIASANDBOXPORTALAWS",
  AWS_SECRET_ACCESS_KEY: "sandbox/only/Sallyport+portal+server+key",
  AWS_ENDPOINT_URL_SSO: "http://127.0.0.1:4001",
  AWS_ENDPOINT_URL_SSO_OIDC: "http://127.0.0.1:4001",
  AWS_ENDPOINT_URL_STS: "http://127.0.0.1:4001",
  AWS_ENDPOINT_URL_ORGANIZATIONS: "http://127.0.0.1:4001",
  AWS_ENDPOINT_URL_SSO_ADMIN: "http://127.0.0.1:4001",
  AWS_ENDPOINT_URL_IDENTITYSTORE: "http://127.0.0.1:4001",
  AWS_ENDPOINT_URL_S3: "http://127.0.0.1:4001",
};

/** `.env.example`: copied to `.env` it runs the portal against the sandbox, unchanged. */
export function envExample(): string {
  const ours = settings().flatMap(({ name, description, example, secret, needed, fallback }) => {
    const value = sandboxValues[name];
    const otherwise = secret ? example : fallback;
    const line = value === undefined ? `# ${name}=${otherwise}` : `${name}=${quoted(value)}`;
    return [`# ${description}${needed === "" ? " (optional)" : ""}`, line, ""];
  });
  const aws = Object.entries(sandboxAwsValues).map(([name, value]) => `${name}=${value}`);
  return [
    "# Settings that run the portal against the sandbox: `cp .env.example .env` and `npm run build`,",
    "# then `node dist/sandbox.mjs` in one terminal and `npm start` in another.",
    "# Nothing in here protects anything. For a real installation see docs/operations/set-up.md.",
    "",
    ...ours,
    "# The AWS SDK's own: the sandbox's addresses, and an identity that only the sandbox knows.",
    "# A real installation sets no addresses, and takes its identity from where it runs.",
    ...aws,
    "",
  ].join("\n");
}

function quoted(value: string): string {
  return value.includes(" ") ? `"${value}"` : value;
}
