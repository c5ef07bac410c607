/** The Identity Center instances that the sandbox plays: the company's own, and the one that it shares with partners. */

export const instanceNames = ["main", "partners"] as const;

export type InstanceName = (typeof instanceNames)[number];
