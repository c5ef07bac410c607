/** The names of the look: what a colour, a size or a radius is for. Their light and dark values are variables in `app/globals.css`. */

import type { Config } from "tailwindcss";

/** A colour by the name of its variable. No other colours exist, and mixtures of these. */
const token = (name: string) => `var(--${name})`;

const config: Config = {
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      page: token("page"),
      panel: token("panel"),
      sunken: token("sunken"),
      hover: token("hover"),
      selected: token("selected"),
      line: token("line"),
      edge: token("edge"),
      field: token("field"),
      ink: token("ink"),
      dim: token("dim"),
      faint: token("faint"),
      accent: { DEFAULT: token("accent"), strong: token("accent-strong"), tint: token("accent-tint") },
      "on-accent": token("on-accent"),
      mark: token("mark"),
      good: token("good"),
      warn: { DEFAULT: token("warn"), tint: token("warn-tint") },
      bad: { DEFAULT: token("bad"), tint: token("bad-tint") },
      // What an account is for. They carry meaning and are used for nothing else.
      production: { DEFAULT: token("production"), tint: token("production-tint") },
      staging: { DEFAULT: token("staging"), tint: token("staging-tint") },
      development: { DEFAULT: token("development"), tint: token("development-tint") },
      unassigned: token("unassigned"),
      // What charts tell apart, of one hue: they say how much, and of what sort, and nothing of what an account is for.
      chart: {
        one: token("accent"),
        two: `color-mix(in srgb, ${token("accent")} 68%, ${token("panel")})`,
        three: `color-mix(in srgb, ${token("accent")} 42%, ${token("ink")})`,
      },
      // What administrators may give an account instead.
      account: {
        red: { DEFAULT: token("account-red"), tint: token("account-red-tint") },
        orange: { DEFAULT: token("account-orange"), tint: token("account-orange-tint") },
        amber: { DEFAULT: token("account-amber"), tint: token("account-amber-tint") },
        green: { DEFAULT: token("account-green"), tint: token("account-green-tint") },
        teal: { DEFAULT: token("account-teal"), tint: token("account-teal-tint") },
        blue: { DEFAULT: token("account-blue"), tint: token("account-blue-tint") },
        violet: { DEFAULT: token("account-violet"), tint: token("account-violet-tint") },
        pink: { DEFAULT: token("account-pink"), tint: token("account-pink-tint") },
        grey: { DEFAULT: token("account-grey"), tint: token("account-grey-tint") },
      },
    },
    fontFamily: {
      sans: ["var(--font-geist-sans)", "system-ui", "sans-serif"],
      mono: ["var(--font-geist-mono)", "ui-monospace", "monospace"],
    },
    fontSize: {
      "2xs": ["11px", "16px"],
      xs: ["12px", "16px"],
      sm: ["13px", "18px"],
      base: ["14px", "20px"],
      lg: ["16px", "24px"],
      xl: ["20px", "28px"],
      "2xl": ["28px", "32px"],
    },
    borderRadius: { none: "0", sm: "4px", md: "6px", lg: "8px", xl: "12px", full: "9999px" },
    boxShadow: { none: "none", rest: "var(--shadow-rest)", float: "var(--shadow-float)" },
    screens: { sm: "560px", md: "800px", lg: "1100px", xl: "1400px" },
  },
};

export default config;
