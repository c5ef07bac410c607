/** The pages of the audit area. */

import Link from "next/link";

const pages = [
  { href: "/audit", label: "Events" },
  { href: "/audit/overview", label: "Overview" },
  { href: "/audit/alive", label: "Alive now" },
  { href: "/admin/record", label: "Record" },
] as const;

export function AuditTabs({ here }: { here: (typeof pages)[number]["href"] }) {
  return (
    <nav aria-label="Audit" className="-mt-2 mb-4 flex gap-5 border-line border-b md:-mt-3">
      {pages.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={href === here ? "page" : undefined}
          className="-mb-px border-transparent border-b-2 py-2 text-dim text-sm transition-colors hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
