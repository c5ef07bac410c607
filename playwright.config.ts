import { defineConfig } from "@playwright/test";

/** Stories run against the built portal with a sandbox of their own; nothing else needs to be running. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/stories",
  fullyParallel: false,
  workers: 2,
  // A story that fails once and then holds is told as flaky.
  retries: 1,
  // Twice what a quiet machine ever needs: what is slow is measured in bench/, not here.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [
    ["list"],
    ["json", { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? "test-results/playwright.json" }],
  ],
  projects: [
    { name: "stories", testMatch: "*.spec.ts" },
    // After the stories: what they left behind holds no secret.
    { name: "secrets", testMatch: "*.check.ts", outputDir: "test-results/checks" },
    // `npm run screenshots`: no test, but made by the same means.
    { name: "screens", testMatch: "*.shots.ts" },
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    launchOptions: {
      ...(process.env.PLAYWRIGHT_CHROMIUM ? { executablePath: process.env.PLAYWRIGHT_CHROMIUM } : {}),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
