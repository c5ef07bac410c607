/** A token that is for some networks is for no other. */

import { expect, test } from "vitest";
import { isInNetworks } from "@/lib/portal/in-networks";

test.each([
  ["10.1.2.3", ["10.0.0.0/8"], true],
  ["11.1.2.3", ["10.0.0.0/8"], false],
  ["198.51.100.7", ["10.0.0.0/8", "198.51.100.7"], true],
  ["198.51.100.8", ["198.51.100.7"], false],
  ["2001:db8::1", ["2001:db8::/32"], true],
  ["2001:db9::1", ["2001:db8::/32"], false],
  ["2001:db8::1", ["10.0.0.0/8"], false],
  ["203.0.113.9", ["0.0.0.0/0"], true],
  ["2001:db8::1", ["0.0.0.0/0"], false],
  ["unknown", ["0.0.0.0/0", "::/0"], false],
  ["", ["0.0.0.0/0"], false],
  ["unknown", [], true],
] as const)("%s in %j: %j", (address, networks, isIn) => {
  expect(isInNetworks(address, networks)).toBe(isIn);
});
