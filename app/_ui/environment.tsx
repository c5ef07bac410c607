/** What an account is for, where it can be seen: a mark at its side and a word beside its name. The only file that gives accounts colours. */

import type { AccountColour, AccountLook, Environment } from "@/lib/core/account-look";
import { Name } from "./name";

type Paint = { tag: string; mark: string };

const environmentPaint: Record<Environment, Paint> = {
  production: { tag: "bg-production-tint text-production", mark: "bg-production" },
  staging: { tag: "bg-staging-tint text-staging", mark: "bg-staging" },
  development: { tag: "bg-development-tint text-development", mark: "bg-development" },
};

const colourPaint: Record<AccountColour, Paint> = {
  red: { tag: "bg-account-red-tint text-account-red", mark: "bg-account-red" },
  orange: { tag: "bg-account-orange-tint text-account-orange", mark: "bg-account-orange" },
  amber: { tag: "bg-account-amber-tint text-account-amber", mark: "bg-account-amber" },
  green: { tag: "bg-account-green-tint text-account-green", mark: "bg-account-green" },
  teal: { tag: "bg-account-teal-tint text-account-teal", mark: "bg-account-teal" },
  blue: { tag: "bg-account-blue-tint text-account-blue", mark: "bg-account-blue" },
  violet: { tag: "bg-account-violet-tint text-account-violet", mark: "bg-account-violet" },
  pink: { tag: "bg-account-pink-tint text-account-pink", mark: "bg-account-pink" },
  grey: { tag: "bg-account-grey-tint text-account-grey", mark: "bg-account-grey" },
};

type LookProps = { look: Pick<AccountLook, "environment" | "colour" | "label"> | null };

/** A colour that administrators chose stands in place of the environment's own. */
function paintOf(look: LookProps["look"]): Paint | null {
  if (look?.colour) return colourPaint[look.colour];
  return look?.environment ? environmentPaint[look.environment] : null;
}

/** At the left edge of what it stands in, which must be `relative`. Readers aloud have the tag; nothing without a colour. */
export function EnvironmentBar({ look, className = "" }: LookProps & { className?: string }) {
  const paint = paintOf(look);
  if (!paint) return null;
  return (
    <span
      aria-hidden="true"
      className={`pointer-events-none absolute inset-y-0 left-0 w-[3px] ${paint.mark} ${className}`}
    />
  );
}

/** For lists where a whole tag would be too much. */
export function EnvironmentDot({ look, className = "" }: LookProps & { className?: string }) {
  const mark = paintOf(look)?.mark ?? "bg-unassigned";
  return <span aria-hidden="true" className={`size-2 shrink-0 rounded-[3px] ${mark} ${className}`} />;
}

const tag = "inline-flex min-w-0 shrink-0 rounded-sm px-1.5 font-medium text-2xs";

/** The environment as a word in its colour, and the label beside it. */
export function EnvironmentTag({ look }: LookProps) {
  if (!look) return null;
  const paint = paintOf(look)?.tag ?? "";
  return (
    <>
      {look.environment ? <span className={`${tag} ${paint}`}>{look.environment}</span> : null}
      {look.label ? (
        <span className={`${tag} max-w-40 shadow-[inset_0_0_0_1px_var(--line)] ${labelPaint(look)}`}>
          <Name text={look.label} />
        </span>
      ) : null}
    </>
  );
}

/** Quiet beside an environment; where there is none it is what carries the colour. */
function labelPaint(look: NonNullable<LookProps["look"]>): string {
  return !look.environment && look.colour ? colourPaint[look.colour].tag : "text-dim";
}
