/** A whole page for a problem: calm, and with a way on. Used for errors, for what does not exist, and for signed-out doors. */

import type { ReactNode } from "react";
import { Brand } from "./brand";

type ProblemPageProps = {
  title: string;
  remedy: string;
  /** An HTTP status or nothing: small, for those who want it. */
  status?: number;
  reference?: string | null;
  /** Buttons and links: the ways on. */
  children?: ReactNode;
};

export function ProblemPage({ title, remedy, status, reference, children }: ProblemPageProps) {
  return (
    <DoorPage>
      {status ? <p className="mb-2 font-mono text-dim text-xs">{status}</p> : null}
      <h1 className="text-balance font-semibold text-xl tracking-tight">{title}</h1>
      <p className="mt-2 text-pretty text-dim">{remedy}</p>
      {children ? <div className="mt-6 flex flex-wrap items-center gap-3">{children}</div> : null}
      {reference ? (
        <p className="mt-8 border-line border-t pt-4 text-dim text-xs">
          Reference <code className="select-all break-all font-mono text-2xs">{reference}</code>
        </p>
      ) : null}
    </DoorPage>
  );
}

/** One panel in the middle of a quiet page: sign-in, signed out, problems. */
export function DoorPage({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col px-4">
      <main className="mx-auto flex w-full max-w-[440px] grow flex-col justify-center py-12">
        <div className="mb-5 px-1 text-lg">
          <Brand />
        </div>
        <div className="rounded-xl border border-line bg-panel p-7 shadow-rest sm:p-8">{children}</div>
      </main>
    </div>
  );
}
