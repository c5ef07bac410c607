/** The words of pairing a machine: the code that a person types, what a machine may say of itself, and what it may ask for. */

/** Consonants alone: nothing is mistaken for another, and no code is a word (RFC 8628, 6.1). */
export const userCodeLetters = "BCDFGHJKLMNPQRSTVWXZ";

export const userCodeLength = 8;

/** `BCDFGHJK`, however somebody typed it: any case, with hyphens and spaces or without. Null for what is no code. */
export function plainUserCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s\-‐-―]/g, "");
  return new RegExp(`^[${userCodeLetters}]{${userCodeLength}}$`).test(letters) ? letters : null;
}

/** `BCDF-GHJK`, as it is shown. */
export function shownUserCode(plain: string): string {
  return `${plain.slice(0, userCodeLength / 2)}-${plain.slice(userCodeLength / 2)}`;
}

const longestName = 64;

/**
 * What a machine calls itself, as one line: controls, marks of direction, joiners, line ends and half characters are left
 * out. It is the machine's word and proves nothing, so that nothing of it may dress up a page or a terminal.
 */
export function machineName(said: string): string {
  const plain = said
    .replace(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/gu, "")
    .replace(/\p{Zs}+/gu, " ")
    .trim();
  const fits = [...plain].reduce(
    (name, next) => (name.length + next.length > longestName ? name : name + next),
    "",
  );
  return fits.trim() || "unnamed";
}

/** Whether a role is one that a hint names. */
export function isHinted(
  hint: string,
  role: { instance: string; accountId: string; accountName: string | null; role: string },
): boolean {
  const parts = hint.split("/");
  const [account, name] = parts.slice(-2);
  const instance = parts.length === 3 ? parts[0] : role.instance;
  const isAccount = account === role.accountId || account?.toLowerCase() === role.accountName?.toLowerCase();
  return instance === role.instance && isAccount && name === role.role;
}

/** What the page shows of a machine that waits, once its code was entered. */
export type ShownPairing = {
  id: string;
  machine: string;
  /** From where it asked. */
  address: string;
  /** Whether this browser comes from there too. */
  sameAddress: boolean;
  userAgent: string;
  /** ISO 8601. */
  begunAt: string;
  hints: readonly string[];
  /** Of this moment: the browser's clock may differ from ours. */
  secondsLeft: number;
};
