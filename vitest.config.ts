import { defineConfig } from "vitest/config";

/** Unit and integration tests run in Node; `server-only` resolves as it does inside Next's server. */
export default defineConfig({
  resolve: { tsconfigPaths: true },
  ssr: { resolve: { conditions: ["react-server"] } },
  test: {
    environment: "node",
    include: ["{app,lib,sandbox,scripts}/**/*.test.{ts,tsx}"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
