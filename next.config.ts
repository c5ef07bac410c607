import type { NextConfig } from "next";
import { version } from "./package.json";

/** What Next must not do for us says more than what it must: see docs/decisions. */
const config: NextConfig = {
  output: "standalone",
  // One release, one id: replicas of one image agree, and a page of an older one reloads hard.
  deploymentId: version.replaceAll(".", "-"),
  poweredByHeader: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  // The optimiser has been a way in; pages here have no raster images.
  images: { unoptimized: true },
  // Nothing that one person saw may stay in memory for another.
  cacheMaxMemorySize: 0,
  // A streamed list must not wait in a compressor's buffer; a reverse proxy compresses better.
  compress: false,
  serverExternalPackages: ["@electric-sql/pglite", "pglite-prisma-adapter", "@prisma/adapter-pg", "pg"],
  outputFileTracingExcludes: {
    "*": ["node_modules/sharp/**", "node_modules/@img/**", ".env*", "data/**", "docs/**"],
  },
  devIndicators: false,
};

export default config;
