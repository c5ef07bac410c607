/**
 * The Merkle tree hash of RFC 6962 over events. A leaf's hash is the event's own in the chain: that is SHA-256 over `0x00` and
 * the rest, which is what the RFC asks of a leaf. So a proof for one event can be made later, of what is stored today.
 */

import "server-only";
import { hash } from "node:crypto";

export type MerkleTree = {
  /** The hash of the next event. All of them are in hexadecimal. */
  add(leaf: string): void;
  /** How many were added. */
  size(): number;
  root(): string;
};

function node(left: string, right: string): string {
  return hash("sha256", Buffer.from(`01${left}${right}`, "hex"));
}

/** Keeps one hash for each complete subtree, so its memory grows with the logarithm of the events. */
export function merkleTree(): MerkleTree {
  const complete: { height: number; hash: string }[] = [];
  let size = 0;
  return {
    add(leaf) {
      let added = { height: 0, hash: leaf };
      for (let last = complete.at(-1); last?.height === added.height; last = complete.at(-1)) {
        complete.pop();
        added = { height: added.height + 1, hash: node(last.hash, added.hash) };
      }
      complete.push(added);
      size += 1;
    },
    size: () => size,
    root() {
      const [last, ...others] = complete.map((subtree) => subtree.hash).reverse();
      if (last === undefined) return hash("sha256", "");
      return others.reduce((right, left) => node(left, right), last);
    },
  };
}
