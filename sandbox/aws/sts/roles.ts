/** The IAM roles that AssumeRole can reach: these few, in every account of the company or in one. */

import { organizationReaderRole, portalActor } from "@/sandbox/aws/instance";

export type TrustedRole = {
  name: string;
  maxSessionSeconds: number;
  /** The trust policy demands it. */
  externalId: string | undefined;
  /** The trust policy allows sts:TagSession and sts:SetSourceIdentity. */
  mayTag: boolean;
  mayNameSource: boolean;
  /** Where there is such a role and whom it trusts, if that is not everywhere and everybody. */
  only?: { in: "management-account"; userName: string };
};

export const trustedRoles: readonly TrustedRole[] = [
  {
    name: "SallyportAccess",
    maxSessionSeconds: 43_200,
    externalId: undefined,
    mayTag: true,
    mayNameSource: true,
  },
  { name: "Deployer", maxSessionSeconds: 3600, externalId: undefined, mayTag: false, mayNameSource: false },
  {
    name: "PartnerAudit",
    maxSessionSeconds: 14_400,
    externalId: "sandbox-partner-7f3a",
    mayTag: true,
    mayNameSource: false,
  },
  {
    name: organizationReaderRole,
    maxSessionSeconds: 3600,
    externalId: undefined,
    mayTag: false,
    mayNameSource: false,
    only: { in: "management-account", userName: portalActor.userName },
  },
];
