/** The frame of a signed-in page. Takes from the session only what may be seen: its id never reaches the browser. */

import type { ReactNode } from "react";
import { Header } from "@/app/_ui/header";
import { PersonMenu } from "@/app/_ui/person-menu";
import { SessionRing } from "@/app/_ui/session-ring";
import type { Person } from "@/lib/core/person";

type PortalPageProps = {
  session: { person: Person; startedAt: Date; expiresAt: Date; administrator: boolean; auditor: boolean };
  here: "/" | "/audit";
  /** For administrators: what they should know of this installation. */
  note?: string | null;
  children: ReactNode;
};

export function PortalPage({ session, here, note = null, children }: PortalPageProps) {
  const { person, startedAt, expiresAt, administrator, auditor } = session;
  const name = person.name ?? person.email ?? person.userName ?? person.subject;
  const nav = [
    { href: "/", label: "Access", current: here === "/" },
    ...(auditor || administrator ? [{ href: "/audit", label: "Audit", current: here === "/audit" }] : []),
  ];
  return (
    <>
      <Header nav={nav}>
        <SessionRing startedAt={startedAt.getTime()} expiresAt={expiresAt.getTime()} serverNow={Date.now()} />
        <PersonMenu name={name} email={person.email} note={administrator ? note : null} />
      </Header>
      <main id="main" className="mx-auto max-w-[1280px] px-4 py-4 md:px-6 md:py-6">
        {children}
      </main>
    </>
  );
}
