/** Every set that somebody has: whose it is, how many profiles it gives them, and when it last changed. */

import Link from "next/link";
import { buttonLook } from "@/app/_ui/button";
import { PlusIcon } from "@/app/_ui/icons";
import { Name } from "@/app/_ui/name";
import { Time } from "@/app/_ui/time";
import type { ListedProfileSet } from "@/lib/portal/profile-pages";

const profilesText = (count: number) =>
  `${count.toLocaleString("en")} ${count === 1 ? "profile" : "profiles"}`;

function SetRow({ set: { id, title, hold, ownerName, changedAt, profiles } }: { set: ListedProfileSet }) {
  return (
    <li>
      <Link
        href={`/profiles/${id}`}
        prefetch={false}
        className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-0.5 px-4 py-3 hover:bg-hover sm:grid-cols-[minmax(0,1fr)_120px_180px_110px]"
      >
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="flex min-w-0 font-medium">
            <Name text={title} />
          </span>
          <code className="truncate font-mono text-dim text-xs max-sm:hidden">{id}</code>
        </span>
        <span className="text-right text-sm">{profilesText(profiles)}</span>
        <span className="flex min-w-0 text-dim text-sm">
          {hold === "owner" ? "yours" : <Name text={ownerName ?? "nobody any more"} />}
        </span>
        <span className="text-right text-dim text-sm">
          <Time at={changedAt} shape="day" />
        </span>
      </Link>
    </li>
  );
}

function Section({ title, sets }: { title: string; sets: readonly ListedProfileSet[] }) {
  if (sets.length === 0) return null;
  return (
    <section aria-label={title} className="mb-6">
      <h2 className="mb-2 font-medium text-dim text-sm">{title}</h2>
      <ul className="divide-y divide-line overflow-clip rounded-xl border border-line bg-panel">
        {sets.map((set) => (
          <SetRow key={set.id} set={set} />
        ))}
      </ul>
    </section>
  );
}

function NewSet() {
  return (
    <Link href="/profiles/new" prefetch={false} className={buttonLook("primary")}>
      <PlusIcon />
      New set
    </Link>
  );
}

export function SetList({ sets }: { sets: readonly ListedProfileSet[] }) {
  const of = (hold: ListedProfileSet["hold"]) => sets.filter((set) => set.hold === hold);
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 grow basis-80">
          <h1 className="font-semibold text-xl tracking-tight">Profiles</h1>
          <p className="text-pretty text-dim text-sm">
            One ~/.aws/config for the whole team: the same names for everybody, and for each their own roles.
          </p>
        </div>
        <Link href="/profiles/check" prefetch={false} className={buttonLook("plain")}>
          Check my config
        </Link>
        {sets.length > 0 ? <NewSet /> : null}
      </div>
      {sets.length === 0 ? (
        <div className="rounded-xl border border-line border-dashed px-6 py-10 text-center">
          <p className="font-medium">No profile set yet</p>
          <p className="mx-auto mt-1 mb-4 max-w-lg text-pretty text-dim text-sm">
            A set says which roles become profiles of ~/.aws/config and how they are called. Share it with a
            group, and everybody in it has their own roles under the same names.
          </p>
          <NewSet />
        </div>
      ) : (
        <>
          <Section title="Yours" sets={of("owner")} />
          <Section title="Shared with you" sets={of("group")} />
          <Section title="Others’, which you see as an administrator" sets={of("administrator")} />
        </>
      )}
    </>
  );
}
