/** Our sign: a gate with its portcullis. */

export function Gate({ className = "" }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      aria-hidden="true"
      focusable="false"
      className={`shrink-0 ${className}`}
    >
      <path d="M3 17.5V9a7 7 0 0 1 14 0v8.5M7.7 17.5V3.6M12.3 17.5V3.6M3 9.2h14M3 13.4h14" />
    </svg>
  );
}

/** A brand is not translated. `small`: beside much else, a narrow screen shows the sign alone. */
export function Brand({ small = false }: { small?: boolean }) {
  return (
    <span translate="no" className="flex items-center gap-2 font-semibold text-ink">
      <Gate className="text-accent" />
      <span className={small ? "max-sm:sr-only" : ""}>Sallyport</span>
    </span>
  );
}
