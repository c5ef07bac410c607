/**
 * AWS's regions and the partitions they belong to. The only place that knows which belongs to which. The isolated
 * partitions are left out: Identity Center's portal does not exist there.
 */

/** As it stands in ARNs. */
export type PartitionId = "aws" | "aws-us-gov" | "aws-cn" | "aws-eusc";

const regionsOf: readonly (readonly [PartitionId, RegExp])[] = [
  ["aws-us-gov", /^us-gov-[a-z]+-\d{1,2}$/],
  ["aws-cn", /^cn-[a-z]+-\d{1,2}$/],
  ["aws-eusc", /^eusc-[a-z]+-[a-z]+-\d{1,2}$/],
  ["aws", /^(?!(us|eu)-iso)(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d{1,2}$/],
];

/** Null for what is no region of a partition that has an Identity Center portal. */
export function partitionIdOf(region: string): PartitionId | null {
  return regionsOf.find(([, regions]) => regions.test(region))?.[0] ?? null;
}
