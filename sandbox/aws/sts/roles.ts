/** The IAM roles that AssumeRole can reach: these few, in every account of the company. */

export type TrustedRole = {
  name: string;
  maxSessionSeconds: number;
  /** The trust policy demands it. */
  externalId: string | undefined;
  /** The trust policy allows sts:TagSession and sts:SetSourceIdentity. */
  mayTag: boolean;
  mayNameSource: boolean;
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
];
