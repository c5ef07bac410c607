/**
 * Where the record may be sent. Whoever can set a receiver's address, or what its name resolves to, must not reach what only
 * this machine can reach: the cloud's metadata service, link-local neighbours, this machine's own ports. Private networks are
 * let be: collectors live there.
 */

import { BlockList, isIP } from "node:net";
import { isLoopbackHost } from "@/lib/core/loopback";
import { once } from "@/lib/core/once";

/** "This network", link-local with most clouds' metadata in it, protocol assignments, multicast, reserved and broadcast. */
const closed4 = ["0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "224.0.0.0/4", "240.0.0.0/4"];

/** Metadata services in networks that are let be otherwise: Alibaba's and Azure's. */
const metadata4 = ["100.100.100.200/32", "168.63.129.16/32"];

/** Unspecified, link-local, site-local, multicast, and the metadata of AWS and Google in IPv6. */
const closed6 = ["::/128", "fe80::/10", "fec0::/10", "ff00::/8", "fd00:ec2::/32", "fd20:ce::/64"];

/** How IPv6 writes an address of IPv4: NAT64, its local prefix, 6to4, and the compatible form of old. */
const wrappings = [
  { before: "64:ff9b::", after: "", bits: 96 },
  { before: "64:ff9b:1::", after: "", bits: 96 },
  { before: "2002:", after: "::", bits: 16 },
  { before: "::", after: "", bits: 96 },
];

function inIpv6(network: string): string[] {
  const [address = "", bits = "32"] = network.split("/");
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  const groups = [a * 256 + b, c * 256 + d].map((group) => group.toString(16)).join(":");
  return wrappings.map(({ before, after, bits: own }) => `${before}${groups}${after}/${own + Number(bits)}`);
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? "ipv6" : "ipv4");
  }
  return list;
}

function lists(): { own: BlockList; closed: BlockList } {
  return once("receiver-addresses", () => {
    const wrapped = [...closed4, ...metadata4, "127.0.0.0/8"].flatMap(inIpv6);
    return {
      own: listOf(["127.0.0.0/8", "::1/128"]),
      closed: listOf([...closed4, ...metadata4, ...closed6, ...wrapped]),
    };
  });
}

/** `host` is what was asked for. This machine must have been called so: it is what no other name may lead to. */
export function mayReceive(host: string, address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const kind = family === 6 ? "ipv6" : "ipv4";
  const { own, closed } = lists();
  // `::ffff:127.0.0.1` is checked as the address of IPv4 that it is.
  if (own.check(address, kind)) return isLoopbackHost(host);
  return !closed.check(address, kind);
}

/** False for an address that is written out and closed. What a name leads to is only known when it is looked up. */
export function mayBeReceiver(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return isIP(bare) === 0 || mayReceive(host, bare);
}
