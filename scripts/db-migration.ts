/** `npm run db:migration -- add_something`: writes the next migration from what prisma/schema.prisma has and the migrations lack. */

import { writeNextMigration } from "@/lib/store/schema-difference";

try {
  const file = await writeNextMigration(process.argv[2] ?? "");
  console.log(
    file ? `${file} is written. Say in it why, and read what it does.` : "The schema has nothing new.",
  );
} catch (failure) {
  console.error(failure instanceof Error ? failure.message : failure);
  process.exitCode = 1;
}
