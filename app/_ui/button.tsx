/** Buttons, and links that look like them. */

import type { ComponentProps } from "react";

export type ButtonKind = "primary" | "plain" | "quiet";

const kinds: Record<ButtonKind, string> = {
  primary: "border-accent bg-accent text-on-accent hover:border-accent-strong hover:bg-accent-strong",
  plain: "border-edge bg-panel text-ink hover:border-field hover:bg-hover",
  quiet: "border-transparent text-dim hover:bg-hover hover:text-ink",
};

const sizes = {
  small: "h-7 px-2 text-sm gap-1.5",
  normal: "h-8 px-3 text-sm gap-2",
  large: "h-10 px-4 text-base gap-2",
};

export type ButtonSize = keyof typeof sizes;

/** The look alone, for elements that bring their own behaviour. */
export function buttonLook(kind: ButtonKind = "plain", size: ButtonSize = "normal"): string {
  return `inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-md border font-medium transition-colors duration-100 select-none disabled:pointer-events-none disabled:opacity-60 ${sizes[size]} ${kinds[kind]}`;
}

type Looks = { kind?: ButtonKind; size?: ButtonSize };

export function Button({ kind, size, className = "", ...rest }: ComponentProps<"button"> & Looks) {
  return <button type="button" {...rest} className={`${buttonLook(kind, size)} ${className}`} />;
}

/** A link out of Sallyport: a new tab that learns nothing of ours. */
export function OutsideLink({ kind, size, className, ...rest }: ComponentProps<"a"> & Looks) {
  const look = kind ? buttonLook(kind, size) : "text-accent underline-offset-2 hover:underline";
  return <a target="_blank" rel="noopener noreferrer" {...rest} className={`${look} ${className ?? ""}`} />;
}
