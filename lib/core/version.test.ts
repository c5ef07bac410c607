/** The release says the same number everywhere. */

import { expect, test } from "vitest";
import { version } from "@/lib/core/version";
import manifest from "@/package.json" with { type: "json" };

test("the version that the portal tells is the one of package.json", () => {
  expect(version).toBe(manifest.version);
});
