/** The built portal hands its record on: to a webhook by itself, told to administrators, measured, and ended in order. */

import { startReceiver } from "@/lib/delivery/receiver-for-tests";
import { startSandbox } from "@/sandbox/start-sandbox";
import { mustBeAccessible } from "./must-be-accessible";
import { freePort, scratchFolder, startPortal } from "./portal-process";
import { expect, secretForTests, signIn, test } from "./stories";

const metricsToken = "a-token-for-metrics-0123456789abcdef";

test("what happens reaches the webhook, administrators see how far it is, and a stop ends it in order", async ({
  page,
}) => {
  const port = await freePort();
  const receiver = await startReceiver();
  const sandbox = await startSandbox({ portalUrl: `http://localhost:${port}` });
  const data = scratchFolder();
  const portal = await startPortal(port, {
    ...sandbox.environment,
    PORTAL_URL: `http://localhost:${port}`,
    PORTAL_SECRET: secretForTests,
    DATA_DIR: data.path,
    AUDIT_WEBHOOK_URL: receiver.url,
    AUDIT_WEBHOOK_SECRET: "a secret that is long enough for a webhook",
    AUDIT_ANCHOR_FILE: "/nowhere/at/all/anchor.jsonl",
    AUDIT_ANCHOR_S3: "s3://sallyport-anchors/story",
    AUDIT_ANCHOR_S3_REGION: "eu-central-1",
    METRICS_TOKEN: metricsToken,
  });
  try {
    await signIn(page, portal, "administrator", "/admin/record");
    await expect.poll(() => receiver.bodies.join("")).toContain("sign-in.succeeded");
    await page.reload();
    await expect(page.getByRole("heading", { name: "Deliveries and anchors" })).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: "Webhook" })).toContainText(/last event \d+/);
    await mustBeAccessible(page);
    await page.screenshot({ path: "test-results/record-deliveries.png", fullPage: true });

    expect((await fetch(`${portal.url}/metrics`)).status).toBe(404);
    const measured = await fetch(`${portal.url}/metrics`, {
      headers: { authorization: `Bearer ${metricsToken}` },
    });
    expect(measured.headers.get("content-type")).toContain("openmetrics-text");
    expect(await measured.text()).toMatch(/^sallyport_audit_head_seq [1-9]\d*$/m);
  } finally {
    const { code } = await portal.end();
    await sandbox.close();
    await receiver.close();
    data.remove();
    expect(code).toBe(0);
  }
  const places = receiver.places();
  expect(places).toEqual(places.map((_, index) => index + 1));
});
