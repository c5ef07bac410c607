/** Tells Prisma's command line where the schema lies. The portal itself never reads this. */

import { defineConfig } from "prisma/config";

export default defineConfig({ schema: "prisma/schema.prisma" });
