/** Says that a person is shut out. */

export function BlockedTag() {
  return (
    <span className="shrink-0 rounded-sm bg-bad-tint px-1.5 font-medium text-2xs text-bad">Blocked</span>
  );
}
