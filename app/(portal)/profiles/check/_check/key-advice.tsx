/** How to be rid of a key that never ends, without breaking what still uses it. */

const steps: readonly (readonly [words: string, command: string | null])[] = [
  ["Give whoever uses it a way that signs in: a profile of a set, or a role of the machine.", null],
  ["Find the key, and when it was used last.", "aws iam list-access-keys"],
  ["See where.", "aws iam get-access-key-last-used --access-key-id ID"],
  [
    "Switch it off. What breaks can be switched on again.",
    "aws iam update-access-key --status Inactive --access-key-id ID",
  ],
  [
    "After some days of peace, delete it there, and from this file.",
    "aws iam delete-access-key --access-key-id ID",
  ],
];

export function KeyAdvice() {
  return (
    <details className="rounded-xl border border-line bg-panel px-4 py-3 text-sm">
      <summary className="font-semibold">This file holds a long-lived key: how to be rid of it</summary>
      <ol className="mt-2 list-decimal space-y-1.5 pl-5">
        {steps.map(([words, command]) => (
          <li key={words}>
            {words}
            {command ? <code className="wrap-anywhere mt-0.5 block font-mono text-xs">{command}</code> : null}
          </li>
        ))}
      </ol>
      <p className="mt-2 text-pretty text-dim">
        If the file was ever shared, in a repository, a chat or a backup, switch the key off first and ask
        later.
      </p>
    </details>
  );
}
