/** `npm run audit:public-key`: the key that `audit:verify --public-key` wants, as PEM, by the portal's own settings. */

import { signingPublicKey } from "@/lib/store/signing-key";

try {
  process.stdout.write(signingPublicKey().pem);
} catch (failure) {
  process.stderr.write(`${failure instanceof Error ? failure.message : failure}\n`);
  process.exitCode = 1;
}
