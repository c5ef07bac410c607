/** For tests: a portal with an empty store, a sandbox beside it, and whoever is to be signed in. */

import "server-only";
import { randomUUID } from "node:crypto";
import { sandboxControl, settingsFor, testBrowser } from "@/lib/idp/browser-for-tests";
import { forgetProvider } from "@/lib/idp/provider";
import { type PortalSession, sessionOfCookies } from "@/lib/idp/session";
import { dropConnection } from "@/lib/store/connections";
import { applySettings, startTestStore } from "@/lib/store/test-database";
import { startSandbox } from "@/sandbox/start-sandbox";

export const portalUrl = "https://portal.example.com";

/** An event as it is stored. */
export type Stored = {
  kind: string;
  requestId?: string;
  accessKeyId?: string;
  detail: Record<string, unknown>;
};

/** A request's facts, with a correlation id of its own to find its events by. */
export function newFacts(address = "198.51.100.7") {
  return { correlationId: randomUUID(), address, peer: "127.0.0.1", userAgent: "a test", path: "/" };
}

export async function startTestPortal() {
  const store = await startTestStore();
  const sandbox = await startSandbox({ portalUrl });
  const control = sandboxControl(sandbox);

  async function signIn(login: string): Promise<PortalSession & { cookie: string }> {
    const browser = testBrowser(portalUrl);
    await browser.signIn(login);
    const session = await sessionOfCookies(browser.cookieHeader());
    if (session === null || session === "ended") throw new Error(`${login} is not signed in.`);
    return { ...session, cookie: browser.cookieHeader() };
  }

  return {
    store,
    control,
    signIn,
    /** The text of a file of instances: `main` and `partners`. */
    instancesYaml: sandbox.instancesYaml,
    /** Settings of a portal whose people connect by a device's code. */
    byCode: {
      IDENTITY_CENTER_CONNECT: "device-code",
      IDENTITY_CENTER_APPLICATION_ARN: "",
      // Unlike an exchange, this asks AWS for the instance by its name.
      IDENTITY_CENTER_START_URL: sandbox.environment.IDENTITY_CENTER_START_URL ?? "",
    },
    /** Everything but the record as at the start. */
    async reset(changed: Record<string, string> = {}): Promise<void> {
      applySettings({ ...settingsFor(sandbox, portalUrl), AWS_REQUESTS_PER_SECOND: "20", ...changed });
      forgetProvider();
      await control.reset();
      await control.option("requestsPerSecond", 0);
    },
    /** Somebody who has just signed in and was never connected. Only what comes after is counted. */
    async newcomer(login: string): Promise<PortalSession & { cookie: string }> {
      const session = await signIn(login);
      await dropConnection(session.person.id, "main");
      return session;
    },
    /** What one request left on the record, in order. */
    async events({ correlationId }: { correlationId: string }): Promise<Stored[]> {
      const rows = await store.query<{ text: string }>(
        "SELECT text FROM audit_event WHERE correlation_id = $1::uuid ORDER BY seq",
        [correlationId],
      );
      return rows.map(({ text }) => JSON.parse(text));
    },
    /** Runs `work` while the record takes no event of the kind; all kinds if none is named. */
    async unrecordable<T>(kind: string | null, work: () => Promise<T>): Promise<T> {
      const allowed = kind === null ? "false" : `kind <> '${kind}'`;
      await store.run(`ALTER TABLE audit_event ADD CONSTRAINT spoiled CHECK (${allowed}) NOT VALID`);
      return await work().finally(() => store.run("ALTER TABLE audit_event DROP CONSTRAINT spoiled"));
    },
    /** As if nobody had ever read a list. */
    async forgetLists(): Promise<void> {
      const tables = ["inventory_change", "inventory_account", "inventory_refresh"];
      for (const table of tables) await store.run(`DELETE FROM ${table}`);
    },
    async stop(): Promise<void> {
      await sandbox.close();
      await store.stop();
    },
  };
}

export type TestPortal = Awaited<ReturnType<typeof startTestPortal>>;
