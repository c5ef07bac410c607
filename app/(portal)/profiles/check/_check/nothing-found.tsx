/** All is well, or there is nothing to be well. */

import { CheckIcon } from "@/app/_ui/icons";
import type { CheckState } from "./check-state";

export function NothingFound({ state: { files } }: { state: CheckState }) {
  const isBlank = [files.config, files.credentials].every((file) => !file || file.text.trim() === "");
  return (
    <section
      aria-label="Findings"
      className="flex flex-col items-center rounded-xl border border-line bg-panel px-6 py-16 text-center"
    >
      {isBlank ? null : (
        <span className="mb-3 inline-flex size-9 items-center justify-center rounded-full bg-development-tint text-good">
          <CheckIcon />
        </span>
      )}
      <h2 className="font-semibold text-lg">
        {isBlank ? "There is nothing in it" : "Nothing to find fault with"}
      </h2>
      <p className="mt-1 max-w-prose text-pretty text-dim">
        {isBlank
          ? "The file is empty, which AWS’s tools do not mind."
          : "The AWS CLI, boto3 and the SDKs read this, and all of them the same."}
      </p>
    </section>
  );
}
