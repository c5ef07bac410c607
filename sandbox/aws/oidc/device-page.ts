/** Where a person approves a device's code, as in AWS's portal after the verification link. */

import { type DeviceCode, type Emulator, now } from "@/sandbox/aws/emulator";
import { type Asked, form } from "@/sandbox/aws/http/asked";
import { errorPage, html, pageAnswer } from "@/sandbox/aws/http/page";
import { instanceIn } from "@/sandbox/aws/instance";
import type { Handler } from "@/sandbox/aws/operation";
import { peopleButtons, pressed } from "./people-buttons";

export const devicePage: Handler = (asked, emulator) => {
  const userCode = asked.query.get("user_code") ?? "";
  if (userCode === "") return askForCode();
  const code = pendingCode(userCode, asked, emulator);
  if (!code) return unknownCode();
  const clientName = emulator.state.clients.get(code.clientId)?.clientName ?? "";
  return pageAnswer({
    title: "Authorization requested",
    body: html`<p><bdi>${clientName}</bdi> asks for access to your accounts of the instance ${code.instance}. Compare this code with the one that your device shows.</p>
<p><strong>${userCode.toUpperCase()}</strong></p>
<form method="post" action="/device">
<input type="hidden" name="user_code" value="${userCode}">
${peopleButtons(code.instance)}
</form>`,
  });
};

export const deviceDecision: Handler = (asked, emulator) => {
  const fields = form(asked);
  const code = pendingCode(fields.get("user_code") ?? "", asked, emulator);
  const decision = code && pressed(fields, code.instance);
  if (!code || !decision) return unknownCode();
  code.decision = decision;
  return decision === "denied"
    ? pageAnswer({ title: "Request denied", body: html`<p>The device gets nothing.</p>` })
    : pageAnswer({ title: "Request approved", body: html`<p>You can close this window and go on.</p>` });
};

/** A code is known to its own instance's portal. */
function pendingCode(userCode: string, asked: Asked, emulator: Emulator): DeviceCode | undefined {
  const wanted = userCode.trim().toUpperCase();
  const codes = [...emulator.state.deviceCodes.values()];
  return codes.find(
    (code) =>
      code.userCode === wanted &&
      code.instance === instanceIn(asked.region) &&
      code.decision === "pending" &&
      code.expiresAt > now(emulator),
  );
}

function askForCode() {
  return pageAnswer({
    title: "Authorize a device",
    body: html`<form method="get" action="/device">
<label>Code <input name="user_code" autocomplete="off" required></label>
<button>Next</button>
</form>`,
  });
}

function unknownCode() {
  return errorPage(400, "Invalid code", "The code is wrong, was used already, or has expired.");
}
