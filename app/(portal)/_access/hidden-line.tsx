"use client";
/** Below the list: that accounts are hidden, so that nobody misses one and wonders. */

type HiddenProps = { hidden: number; searching: boolean; shown: boolean; onShow: (shown: boolean) => void };

export function HiddenLine({ hidden, searching, shown, onShow }: HiddenProps) {
  if (hidden === 0) return null;
  const accounts = hidden === 1 ? "1 hidden account" : `${hidden.toLocaleString("en")} hidden accounts`;
  const matching = hidden === 1 ? "matches" : "match";
  return (
    <p className="mt-3 flex flex-wrap items-center justify-center gap-x-2 text-dim text-sm">
      <span>{searching ? `${accounts} ${matching}` : accounts}</span>
      <button
        type="button"
        aria-pressed={shown}
        onClick={() => onShow(!shown)}
        className="min-h-6 rounded-sm text-accent underline-offset-2 hover:underline"
      >
        {shown ? "Leave out" : "Show"}
      </button>
    </p>
  );
}
