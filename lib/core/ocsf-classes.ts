/**
 * The classes of the Open Cybersecurity Schema Framework that our events belong to, with those of their activities that occur here: what
 * https://schema.ocsf.io/1.9.0 says. 99 is the framework's number for an activity that has no number; its name is then ours.
 */

export const ocsfVersion = "1.9.0";

type OcsfClass = {
  uid: number;
  name: string;
  category: { uid: number; name: string };
  activities: Readonly<Record<string, number>>;
};

const iam = { uid: 3, name: "Identity & Access Management" } as const;

export const ocsfClasses = {
  authentication: {
    uid: 3002,
    name: "Authentication",
    category: iam,
    activities: { Logon: 1, Logoff: 2, Preauth: 6, Confirm: 99 },
  },
  "authorize-session": {
    uid: 3003,
    name: "Authorize Session",
    category: iam,
    activities: { "Assign Roles": 3 },
  },
  "entity-management": {
    uid: 3004,
    name: "Entity Management",
    category: iam,
    activities: { Create: 1, Read: 2, Update: 3, Delete: 4, Enroll: 6, Enable: 8, Disable: 9 },
  },
  "user-management": {
    uid: 3007,
    name: "User Management",
    category: iam,
    activities: { Lock: 6, Unlock: 7 },
  },
  "api-activity": {
    uid: 6003,
    name: "API Activity",
    category: { uid: 6, name: "Application Activity" },
    activities: { Read: 2, Refuse: 99 },
  },
  "detection-finding": {
    uid: 2004,
    name: "Detection Finding",
    category: { uid: 2, name: "Findings" },
    activities: { Create: 1, Close: 3 },
  },
} as const satisfies Record<string, OcsfClass>;

export type OcsfClassName = keyof typeof ocsfClasses;

/** A class and one of its activities, by their names. */
export type OcsfActivity = {
  [Name in OcsfClassName]: { class: Name; activity: keyof (typeof ocsfClasses)[Name]["activities"] };
}[OcsfClassName];

/** `classUid`, `activityId`, and the number of both together. */
export function ocsfNumbers(of: OcsfActivity): { classUid: number; activityId: number; typeUid: number } {
  const { uid, activities } = ocsfClasses[of.class];
  const numbers: Readonly<Record<string, number>> = activities;
  const activityId = numbers[of.activity] ?? 0;
  return { classUid: uid, activityId, typeUid: uid * 100 + activityId };
}
