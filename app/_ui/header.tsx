/** The top of every page for people who are signed in. */

import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "./brand";
import { ToSearch } from "./to-search";

export type NavItem = { href: string; label: string; current: boolean };

function NavLink({ href, label, current }: NavItem) {
  return (
    <Link
      href={href}
      // Nothing is fetched before it is wanted: a prefetch would ask the store for pages that nobody opens.
      prefetch={false}
      aria-current={current ? "page" : undefined}
      className="shrink-0 rounded-md px-2 py-1.5 text-dim transition-colors hover:text-ink sm:px-2.5 aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink"
    >
      {label}
    </Link>
  );
}

export function Header({ nav, children }: { nav: readonly NavItem[]; children: ReactNode }) {
  const atSearch = nav.some(({ href, current }) => href === "/" && current);
  return (
    <header className="border-line border-b bg-panel">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-panel focus:px-3 focus:py-2"
      >
        Skip to the page
      </a>
      <div className="mx-auto flex h-[52px] max-w-[1280px] items-center gap-2 px-4 sm:gap-3 md:gap-6 md:px-6">
        <Link href="/" prefetch={false} className="shrink-0 rounded-md">
          <Brand small={nav.length > 1} />
        </Link>
        {/* Where there is no room for all, it is pushed aside with a finger, or by the keyboard as the focus moves. */}
        <nav
          aria-label="Main"
          className="-m-1 flex min-w-0 overflow-x-auto p-1 [scrollbar-width:none] sm:gap-1"
        >
          {nav.map((item) => (
            <NavLink key={item.href} {...item} />
          ))}
        </nav>
        <div className="ml-auto flex shrink-0 items-center gap-3 md:gap-4">{children}</div>
      </div>
      {atSearch ? null : <ToSearch />}
    </header>
  );
}
