/** Keys of the keyboard as they look on it. Several are parted by a space. */

export function Keys({ keys }: { keys: string }) {
  return keys.split(" ").map((key) => (
    <kbd
      key={key}
      className="inline-block min-w-5 rounded-sm border border-edge border-b-2 bg-panel px-1 text-center font-medium font-sans text-2xs text-dim"
    >
      {key}
    </kbd>
  ));
}
