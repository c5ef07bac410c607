/** What is known of a person's access while the store and AWS are still answering. Pure: lines in, state out. */

import type { Trouble } from "@/app/_ui/ask";
import type {
  AccessChange,
  AccessLine,
  NamedAccount,
  PermissionSetFacts,
  ShownAccount,
} from "@/lib/core/access";
import type { ProblemCode } from "@/lib/core/problems";
import { entryOf, takeLines, unreadInstance } from "./take-lines";

export type AccessEntry = Pick<ShownAccount, "roles" | "rolesAt" | "problem" | "groups"> & {
  key: string;
  instance: string;
  account: NamedAccount;
};

export type InstanceState = {
  /** When AWS last told the list of accounts, in ISO 8601. Null: never. */
  accountsAt: string | null;
  /** Whether all that is kept has come: before, the page has only what stood on its first screen. */
  whole: boolean;
  /** Whether this reading has told what is kept. */
  heard: boolean;
  /** Keys of the accounts that AWS has named in this reading. */
  named: ReadonlySet<string>;
  /** Accounts whose roles this reading has told, or failed to. */
  answered: number;
  /** Accounts whose roles this reading has still to ask for. */
  due: number;
  problem: ProblemCode | null;
  /** Whether the problem is of this reading. One of an earlier reading is shown until this one knows better. */
  failed: boolean;
};

/** Everything that lines tell. */
export type Listing = {
  entries: ReadonlyMap<string, AccessEntry>;
  instances: ReadonlyMap<string, InstanceState>;
  /** By instance, then by role. */
  sets: ReadonlyMap<string, Readonly<Record<string, PermissionSetFacts>>>;
  /** Gained and lost lately, newest first. */
  changes: readonly AccessChange[];
};

export type AccessState = Listing & {
  /** `lost`: the connection broke, and is tried again. `refused`: trying again by itself would not help. */
  phase: "reading" | "complete" | "lost" | "refused";
  /** Of a connection that broke, until the next one has brought something. Null in `retryAt`: it is being tried. */
  lost: { trouble: Trouble; retryAt: number | null } | null;
  /** Why it was refused. */
  trouble: Trouble | null;
  /** When this reading began, in milliseconds since 1970. */
  startedAt: number;
};

/** What the page was made with: the first screen, before anything else has come. */
export type FirstScreen = {
  instances: readonly string[];
  accounts: readonly (ShownAccount & { instance: string })[];
  checkedAt: string | null;
  changes: readonly AccessChange[];
  /** The server's clock, in milliseconds since 1970. */
  now: number;
};

export type AccessNews =
  | { kind: "begun"; now: number }
  | { kind: "lines"; lines: readonly AccessLine[] }
  | { kind: "lost"; trouble: Trouble; retryAt: number }
  | { kind: "refused"; trouble: Trouble };

const unread: InstanceState = { ...unreadInstance, named: new Set() };

export function firstState({ instances, accounts, checkedAt, changes, now }: FirstScreen): AccessState {
  const entries = accounts.map(({ instance, ...shown }) => entryOf(instance, shown));
  return {
    phase: "reading",
    entries: new Map(entries.map((entry) => [entry.key, entry])),
    // The oldest time stands for all instances until each has told its own.
    instances: new Map(instances.map((id) => [id, { ...unread, accountsAt: checkedAt }])),
    sets: new Map(),
    changes,
    lost: null,
    trouble: null,
    startedAt: now,
  };
}

/** A new reading keeps what an earlier one showed, until it knows better. */
function begun(state: AccessState, now: number): AccessState {
  const instances = new Map(
    Array.from(state.instances, ([id, { accountsAt, whole, problem }]) => [
      id,
      { ...unread, accountsAt, whole, problem },
    ]),
  );
  const lost = state.lost && { ...state.lost, retryAt: null };
  return { ...state, phase: "reading", instances, lost, trouble: null, startedAt: now };
}

/** At its end a reading has told every problem that there is. */
function ended(state: AccessState): AccessState {
  const instances = new Map(
    Array.from(state.instances, ([id, one]) => [
      id,
      { ...one, due: 0, problem: one.failed ? one.problem : null },
    ]),
  );
  return { ...state, phase: "complete", instances };
}

export function accessAfter(state: AccessState, news: AccessNews): AccessState {
  switch (news.kind) {
    case "begun":
      return begun(state, news.now);
    case "lines": {
      const told = { ...state, ...takeLines(state, news.lines), lost: null };
      return news.lines.some(({ kind }) => kind === "end") ? ended(told) : told;
    }
    case "lost":
      return { ...state, phase: "lost", lost: { trouble: news.trouble, retryAt: news.retryAt } };
    case "refused":
      return { ...state, phase: "refused", lost: null, trouble: news.trouble };
  }
}
