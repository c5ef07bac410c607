/** Starts the AWS emulator: five origins on loopback, one memory. Each start is an emulator of its own. */

import { type Listening, listenOnLoopback } from "@/sandbox/loopback";
import type { Origins, StartAws } from "./contract";
import { type Emulator, newState } from "./emulator";
import { serve } from "./http/serve";
import { applicationArn, homeRegion, otherRegion, portalActor, regionOf } from "./instance";
import { instancesYaml } from "./instances-yaml";
import { mintedKeys } from "./role-keys";
import { respondAsConsole, respondAsService, respondAsSignIn } from "./routes";
import { startUrl } from "./start-page";

export const startAws: StartAws = async (context) => {
  const origins: Origins = { service: "", otherRegion: "", signIn: "", console: "", partners: "" };
  const emulator: Emulator = { ...context, state: newState(), origins };
  const hosts = [
    { name: "service", region: homeRegion, respond: respondAsService },
    { name: "signIn", region: homeRegion, respond: respondAsSignIn },
    { name: "console", region: homeRegion, respond: respondAsConsole },
    { name: "otherRegion", region: otherRegion, respond: respondAsService },
    { name: "partners", region: regionOf("partners"), respond: respondAsService },
  ] as const;

  const open: Listening[] = [];
  const closeAll = async () => {
    await Promise.all(open.map((listening) => listening.close()));
  };
  try {
    for (const { name, region, respond } of hosts) {
      const handler = serve(region, (asked) => respond(asked, emulator));
      const listening = await listenOnLoopback(handler, context.ports[name]);
      open.push(listening);
      origins[name] = `http://127.0.0.1:${listening.port}`;
    }
  } catch (fault) {
    // A port that is taken must not leave the others open.
    await closeAll();
    throw fault;
  }

  return {
    origins,
    close: closeAll,
    settings: () => portalSettings(emulator),
    instancesYaml: (options) => instancesYaml(emulator, options),
    minted: () => mintedKeys(emulator),
    reset: () => {
      emulator.state = newState();
    },
  };
};

function portalSettings(emulator: Emulator): Record<string, string> {
  const { service, signIn } = emulator.origins;
  return {
    IDENTITY_CENTER_START_URL: startUrl(emulator, "main"),
    IDENTITY_CENTER_REGION: homeRegion,
    IDENTITY_CENTER_CONNECT: "trusted-issuer",
    IDENTITY_CENTER_APPLICATION_ARN: applicationArn(emulator, "main"),
    CONSOLE_SIGN_IN_URL: signIn,
    AWS_REGION: homeRegion,
    AWS_ACCESS_KEY_ID: portalActor.accessKeyId,
    AWS_SECRET_ACCESS_KEY: portalActor.secretAccessKey,
    AWS_ENDPOINT_URL_SSO: service,
    AWS_ENDPOINT_URL_SSO_OIDC: service,
    AWS_ENDPOINT_URL_STS: service,
    AWS_ENDPOINT_URL_ORGANIZATIONS: service,
    AWS_ENDPOINT_URL_SSO_ADMIN: service,
    AWS_ENDPOINT_URL_IDENTITYSTORE: service,
    AWS_ENDPOINT_URL_S3: service,
  };
}
