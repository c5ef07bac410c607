"use client";
/** What the set gives its owner as it stands: how many, names that would collide, and the file. */

import { WaitIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import type { ProfilePreview } from "@/lib/portal/preview-profiles";
import type { useSetPreview } from "./use-set-preview";

const many = (count: number, one: string, more: string) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : more}`;

function Collisions({ preview: { collisions, collisionCount } }: { preview: ProfilePreview }) {
  if (collisionCount === 0) return null;
  return (
    <section aria-label="Names that collide" className="rounded-lg bg-warn-tint px-4 py-3 text-sm">
      <p className="font-medium">{many(collisionCount, "name is", "names are")} wanted by several roles</p>
      <p className="text-pretty">
        Each gets its account’s id behind it, as below; another template may tell them apart better.
      </p>
      <ul className="mt-2 space-y-2">
        {collisions.map(({ wanted, instead }) => (
          <li key={wanted}>
            <code className="wrap-anywhere font-mono text-xs">{wanted}</code>
            <ul className="pl-3 text-xs">
              {instead.map(({ name, of }) => (
                <li key={name} className="wrap-anywhere">
                  <code className="font-mono">{name}</code> for <bdi>{of}</bdi>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Names({ preview: { names, profiles } }: { preview: ProfilePreview }) {
  if (names.length === 0) return null;
  return (
    <details>
      <summary className="w-fit rounded-sm text-sm">Names and what they stand for</summary>
      <section
        aria-label="Names"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        className="mt-2 max-h-80 overflow-auto rounded-lg border border-line"
      >
        <table className="w-full text-left text-xs">
          <thead className="text-dim">
            <tr>
              <th className="px-3 py-1.5 font-medium">Profile</th>
              <th className="px-3 py-1.5 font-medium">Role</th>
            </tr>
          </thead>
          <tbody>
            {names.map(({ name, aliases, role, accountName, accountId, region }) => (
              <tr key={name} className="border-line border-t align-top">
                <td className="wrap-anywhere px-3 py-1 font-mono">
                  {name}
                  {aliases.map((alias) => (
                    <span key={alias} className="block text-dim">
                      {alias}, its old name
                    </span>
                  ))}
                </td>
                <td className="px-3 py-1">
                  {role} in <Name text={accountName ?? accountId} />
                  {region ? <span className="text-dim">, {region}</span> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {profiles > names.length ? (
        <p className="mt-1 text-dim text-xs">The first {names.length} by name.</p>
      ) : null}
    </details>
  );
}

export function PreviewPart({ hand }: { hand: ReturnType<typeof useSetPreview> }) {
  const { preview, stale, trouble, now } = hand;
  return (
    <section aria-label="Preview" aria-busy={stale} className="space-y-3">
      <div className="flex items-center gap-2">
        <h2 className="grow font-semibold">For you</h2>
        {stale ? <WaitIcon /> : null}
        <output aria-label="Preview" className="text-dim text-sm">
          {preview
            ? `${many(preview.roles, "role", "roles")}, ${many(preview.profiles, "profile", "profiles")}`
            : "Trying it on your roles"}
        </output>
      </div>
      {trouble ? <TroubleNotice trouble={trouble} onAgain={() => void now()} /> : null}
      {preview && preview.faults.length > 0 ? (
        <ul
          role="alert"
          aria-label="To be mended"
          className="space-y-1 rounded-lg border border-bad/30 bg-bad-tint px-4 py-3 text-sm"
        >
          {preview.faults.slice(0, 8).map(({ field, message }) => (
            <li key={field} className="wrap-anywhere text-pretty">
              {message}
            </li>
          ))}
        </ul>
      ) : null}
      {preview ? <Collisions preview={preview} /> : null}
      {preview && preview.skipped.length > 0 ? (
        <p className="text-pretty text-sm">
          Left out for you, because the role that they start from is not yours: {preview.skipped.join(", ")}.
        </p>
      ) : null}
      {preview ? <Names preview={preview} /> : null}
      {preview && preview.faults.length === 0 ? (
        <section
          aria-label="The file"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          tabIndex={0}
          className="max-h-[50vh] overflow-auto overscroll-contain rounded-lg border border-line bg-sunken px-3 py-2"
        >
          <pre className="w-fit min-w-full font-mono text-xs" translate="no">
            {preview.text === "" ? "# No role of yours is in this set." : preview.text}
          </pre>
          {preview.lines > preview.text.split("\n").length ? (
            <p className="mt-2 text-dim text-xs">
              The beginning of {preview.lines.toLocaleString("en")} lines. The set’s page has all of them.
            </p>
          ) : null}
        </section>
      ) : null}
    </section>
  );
}
