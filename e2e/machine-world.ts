/** A portal that is reached by https, a person of it, and access tokens: what stories of machines begin with. */

import { join } from "node:path";
import { accountNamed, companyAccounts, smallestCompany } from "@/sandbox/company-accounts";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { type Certificates, makeCertificates } from "./certificates";
import { type HttpPerson, httpSignIn } from "./http-person";
import { startNginx } from "./nginx";
import { freePort, type PortalProcess, scratchFolder, startPortal } from "./portal-process";
import { control, expect, secretForTests } from "./stories";
import { startTlsFront } from "./tls-front";

const { accountId } = accountNamed(companyAccounts(smallestCompany), "payments-prod");
export const grant = { instance: "main", accountId, role: "Developer" };
export const grantPath = `main/${accountId}/Developer`;

export type MachineWorld = {
  /** https, with a certificate of `certificates`. */
  url: string;
  /** The same portal by http on loopback, past what ends TLS. */
  direct: string;
  portal: PortalProcess;
  sandbox: Sandbox;
  person: HttpPerson;
  certificates: Certificates;
  folder: string;
  newToken(grants?: "all" | readonly (typeof grant)[]): Promise<{ id: string; token: string }>;
  revoke(id: string): Promise<void>;
  /** How often AWS made keys. */
  minted(): Promise<number>;
  /** No keys are kept and no fault is set; the person stays connected. */
  forget(): Promise<void>;
  end(): Promise<void>;
};

type Front = "tls" | "nginx";

async function tokensOf(person: HttpPerson) {
  async function ask(path: string, body: unknown): Promise<Record<string, string>> {
    const answer = await person.post(path, body);
    expect(answer.status, path).toBe(200);
    return (await answer.json()) as Record<string, string>;
  }
  return {
    newToken: async (grants: unknown = "all") => {
      const { id = "", token = "" } = await ask("/api/access-tokens", {
        name: "a machine",
        grants,
        hours: 1,
        networks: [],
      });
      return { id, token };
    },
    revoke: async (id: string) => void (await ask("/api/access-tokens/revoke", { id })),
  };
}

export async function startMachineWorld(
  front: Front,
  settings: Record<string, string> = {},
): Promise<MachineWorld> {
  const scratch = scratchFolder();
  const [port, publicPort] = [await freePort(), await freePort()];
  const url = `https://localhost:${publicPort}`;
  const sandbox = await startSandbox({ port: 0, portalUrl: url });
  const portal = await startPortal(port, {
    ...sandbox.environment,
    PORTAL_URL: url,
    PORTAL_SECRET: secretForTests,
    DATA_DIR: join(scratch.path, "store"),
    TRUSTED_PROXIES: "127.0.0.1,::1",
    AWS_REQUESTS_PER_SECOND: "20",
    ...settings,
  });
  const certificates = makeCertificates(scratch.path);
  const before =
    front === "nginx"
      ? await startNginx(scratch.path, publicPort, portal.url, certificates)
      : await startTlsFront(publicPort, new URL(portal.url), certificates);
  const person = await httpSignIn(url, "engineer", portal.url);
  const { newToken, revoke } = await tokensOf(person);

  return {
    url,
    direct: portal.url,
    portal,
    sandbox,
    person,
    certificates,
    folder: scratch.path,
    newToken,
    revoke,
    minted: async () => ((await control(sandbox, "calls")) as Record<string, number>).GetRoleCredentials ?? 0,
    forget: async () => {
      await control(sandbox, "options", { keysLastSeconds: 0, answerDelayMs: 0 });
      // A revoked token purges what is kept for all of its person's machines.
      await revoke((await newToken()).id);
    },
    end: async () => {
      await before.end();
      await portal.end();
      await sandbox.close();
      scratch.remove();
    },
  };
}
