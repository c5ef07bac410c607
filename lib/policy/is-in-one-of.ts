/** Whether a person's groups hold one of those that settings name. The only comparison of group names. */

/**
 * Names are equal when they are the same characters, nothing else. Unicode normalisation, in any of its forms, makes
 * other characters equal (a Kelvin sign is a K to NFC, a full-width letter a letter to NFKC), and whoever may name a
 * group at the provider could name one so. `groups` is null where the provider sent none: that is in no group.
 */
export function isInOneOf(groups: readonly string[] | null, named: readonly string[]): boolean {
  return groups !== null && named.some((name) => name !== "" && groups.includes(name));
}
