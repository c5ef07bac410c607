/** Writes the settings' reference and `.env.example` anew, after a change in lib/env.ts. */

import { writeFileSync } from "node:fs";
import { envExample, settingsPage } from "@/scripts/settings-page";

writeFileSync("docs/operations/settings.md", settingsPage());
writeFileSync(".env.example", envExample());
