/** Whether an address lies in one of some networks. */

import "server-only";
import { BlockList, isIP } from "node:net";

const family = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** `networks` are addresses or CIDRs; none of them means everywhere. An address that is none lies nowhere. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  if (networks.length === 0) return true;
  if (isIP(address) === 0) return false;
  const allowed = new BlockList();
  for (const network of networks) {
    const [start = "", bits] = network.split("/");
    if (bits === undefined) allowed.addAddress(start, family(start));
    else allowed.addSubnet(start, Number(bits), family(start));
  }
  return allowed.check(address, family(address));
}
