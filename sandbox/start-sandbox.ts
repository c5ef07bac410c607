/**
 * Starts the whole sandbox in this process: provider and control door on one port, the AWS emulator on the ports
 * after it. Tests start it with port 0 and get ports of their own; `main.ts` starts it for people.
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { AwsPorts, InstancesFile } from "@/sandbox/aws/contract";
import { startAws } from "@/sandbox/aws/start-aws";
import { clientId, clientSecret } from "@/sandbox/provider/portal-client";
import { createProviderHandler } from "@/sandbox/provider/provider-handler";
import { createCalls } from "./calls";
import { createClock } from "./clock";
import { createCompany } from "./company";
import { createPartners } from "./company-partners";
import { answerControl } from "./control";
import { createFaults } from "./faults";
import { listenOnLoopback } from "./loopback";
import { createOptions } from "./options";

export type SandboxOptions = {
  /** The provider's port; the emulator takes those after it. 0, the default, takes free ports for everything. */
  port?: number;
  /** How many accounts the company has. */
  accounts?: number;
  /** Where people reach the portal. */
  portalUrl?: string;
};

export type Sandbox = {
  /** The provider: discovery, sign-in page. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where the control calls are, with a slash at the end: `new URL("faults", controlUrl)`. */
  controlUrl: string;
  /** What a portal must be told in order to use this sandbox: every setting but those about itself. */
  environment: Record<string, string>;
  /** The text of a file for INSTANCES_FILE with both instances that the sandbox plays: `main` and `partners`. */
  instancesYaml(options: InstancesFile): string;
  /** The same as `environment` for a portal whose instances stand in that file. */
  instancesEnvironment(file: string): Record<string, string>;
  /** Resolves when every port is free again. */
  close(): Promise<void>;
};

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Rejects with Node's own error where a port is taken, and with a RangeError where `accounts` is out of range. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, accounts, portalUrl = "http://localhost:3000" } = options;
  const clock = createClock();
  const company = createCompany({ clock, ...(accounts !== undefined && { accounts }) });
  const partners = createPartners(clock);
  const shared = { clock, company, partners, faults: createFaults(), calls: createCalls() };
  const switches = createOptions();

  // The issuer's name holds the port, so the port must be open before there is anything to answer.
  let handle: Handle = async (_request, response) => void response.writeHead(503).end();
  const front = await listenOnLoopback((request, response) => void answer(handle, request, response), port);
  const issuer = `http://localhost:${front.port}`;

  try {
    const provider = await createProviderHandler({
      ...shared,
      issuer,
      portalUrl,
      options: switches.provider,
    });
    const aws = await startAws({
      ...shared,
      issuer,
      audience: clientId,
      ports: awsPorts(port),
      options: switches.aws,
    });
    const { rotateKeys } = provider;
    const environment = { ...signInSettings(issuer, portalUrl), ...aws.settings() };
    const { instancesYaml, minted, reset: resetAws } = aws;
    const control = {
      ...shared,
      environment,
      instancesYaml,
      minted,
      options: switches,
      rotateKeys,
      resetAws,
    };
    handle = (request, response) =>
      request.url?.startsWith("/_sandbox/")
        ? answerControl(control, request, response)
        : provider.handle(request, response);

    return {
      issuer,
      clientId,
      clientSecret,
      controlUrl: `${issuer}/_sandbox/`,
      environment,
      instancesYaml,
      instancesEnvironment: (file) => ({ ...withoutInstance(environment), INSTANCES_FILE: file }),
      close: async () => {
        await Promise.all([front.close(), aws.close()]);
      },
    };
  } catch (fault) {
    await front.close();
    throw fault;
  }
}

function awsPorts(port: number): AwsPorts {
  const after = (distance: number) => (port === 0 ? 0 : port + distance);
  return {
    service: after(1),
    signIn: after(2),
    console: after(3),
    otherRegion: after(4),
    partners: after(5),
  };
}

/** The one instance is described by these; a file says them for each. */
function withoutInstance(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(IDENTITY_CENTER|ORGANIZATION)_/.test(name)),
  );
}

function signInSettings(issuer: string, portalUrl: string): Record<string, string> {
  return {
    PORTAL_URL: portalUrl,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_SCOPES: "openid profile email groups offline_access",
    OIDC_GROUPS_CLAIM: "groups",
    ADMIN_GROUPS: "sallyport-administrators",
    AUDITOR_GROUPS: "sallyport-auditors",
  };
}

/** A fault of the sandbox's own must show as one, not as an answer of the provider's. */
async function answer(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await handle(request, response);
  } catch (fault) {
    if (response.headersSent) return void response.destroy();
    const detail = fault instanceof Error ? fault.message : String(fault);
    response.writeHead(500, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: `The sandbox itself failed: ${detail}` }));
  }
}
