/** One button for each person of the company: whoever approves on a sandbox page says who they are by it. */

import { type Html, html } from "@/sandbox/aws/http/page";
import { isUserOf } from "@/sandbox/aws/instance";
import { identities, identityOf } from "@/sandbox/company";
import type { InstanceName } from "@/sandbox/instances";

export function peopleButtons(instance: InstanceName): Html {
  const users = identities.filter(({ login }) => isUserOf(instance, login));
  const buttons = users.map(
    ({ login, name }) =>
      html`<button name="login" value="${login}">Approve as ${login} (<bdi>${name}</bdi>)</button>`,
  );
  return html`${buttons}
<p><button name="login" value="">Deny</button></p>`;
}

/** The login of a pressed button, `"denied"`, or undefined where the form is not ours. */
export function pressed(
  form: URLSearchParams,
  instance: InstanceName,
): { login: string } | "denied" | undefined {
  const login = form.get("login");
  if (login === "") return "denied";
  return login && identityOf(login) && isUserOf(instance, login) ? { login } : undefined;
}
