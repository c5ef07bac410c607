import { defineConfig } from "@playwright/test";
import base from "@/playwright.config";

/** `npm run screenshots`: takes README's picture, and those by which screens are judged, from the built portal. */
export default defineConfig({ ...base, testDir: ".", testMatch: "*.shots.ts", reporter: "list" });
