/**
 * AWS's regions and the partitions they belong to. The only place that knows which belongs to which. The isolated
 * partitions are left out: Identity Center's portal does not exist there.
 */

/** As it stands in ARNs. */
export type PartitionId = "aws" | "aws-us-gov" | "aws-cn" | "aws-eusc";

const beginnings: readonly (readonly [PartitionId, RegExp])[] = [
  ["aws-us-gov", /^us-gov-/],
  ["aws-cn", /^cn-/],
  ["aws-eusc", /^eusc-[a-z]{2}-/],
  ["aws", /^(us|eu|ap|sa|ca|me|af|il|mx)-/],
];

/** Whatever a region begins with, it goes on with a direction and a number. */
const end = /^(central|north|south|east|west|northeast|northwest|southeast|southwest)-\d{1,2}$/;

/** Null for what is no region of a partition that has an Identity Center portal. */
export function partitionIdOf(region: string): PartitionId | null {
  const found = beginnings.find(([, beginning]) => beginning.test(region));
  return found && end.test(region.replace(found[1], "")) ? found[0] : null;
}
