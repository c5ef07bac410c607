/** The frame of a signed-in page. Takes from the session only what may be seen: its id never reaches the browser. */

import type { ReactNode } from "react";
import { Header } from "@/app/_ui/header";
import { PersonMenu } from "@/app/_ui/person-menu";
import { SessionRing } from "@/app/_ui/session-ring";
import { RecordAlarm } from "@/app/(portal)/record-alarm";
import type { Person } from "@/lib/core/person";

type PortalPageProps = {
  session: { person: Person; startedAt: Date; expiresAt: Date; administrator: boolean; auditor: boolean };
  /** Null where no entry of the header leads. */
  here: "/" | "/profiles" | "/tokens" | "/audit" | "/admin/accounts" | "/admin/people" | null;
  /** For administrators: what they should know of this installation. */
  note?: string | null;
  children: ReactNode;
};

/** Not a failure: everything that needs no group works. But whoever expected more should know why there is less. */
function NoGroups() {
  return (
    <aside aria-label="About your groups" className="border-line border-b bg-panel">
      <p className="mx-auto max-w-[1280px] text-pretty px-4 py-2 text-dim text-sm md:px-6">
        Your identity provider sent no groups for you, so what groups open, such as the audit page, stays
        closed. If you expected more, tell whoever runs Sallyport: its settings OIDC_SCOPES and
        OIDC_GROUPS_CLAIM decide.
      </p>
    </aside>
  );
}

export function PortalPage({ session, here, note = null, children }: PortalPageProps) {
  const { person, startedAt, expiresAt, administrator, auditor } = session;
  const name = person.name ?? person.email ?? person.userName ?? person.subject;
  const nav = [
    { href: "/", label: "Access", current: here === "/" },
    { href: "/profiles", label: "Profiles", current: here === "/profiles" },
    { href: "/tokens", label: "Tokens", current: here === "/tokens" },
    ...(administrator
      ? [
          { href: "/admin/accounts", label: "Accounts", current: here === "/admin/accounts" },
          { href: "/admin/people", label: "People", current: here === "/admin/people" },
        ]
      : []),
    ...(auditor || administrator ? [{ href: "/audit", label: "Audit", current: here === "/audit" }] : []),
  ];
  return (
    <>
      <Header nav={nav}>
        <SessionRing startedAt={startedAt.getTime()} expiresAt={expiresAt.getTime()} serverNow={Date.now()} />
        <PersonMenu name={name} email={person.email} note={administrator ? note : null} />
      </Header>
      {auditor || administrator ? <RecordAlarm /> : null}
      {person.groups === null ? <NoGroups /> : null}
      <main id="main" className="mx-auto max-w-[1280px] px-4 py-4 md:px-6 md:py-6">
        {children}
      </main>
    </>
  );
}
