/** What to look for where a secret may lie: itself and everything that it becomes when somebody encodes it. */

export type Needle = { encoding: string; bytes: Buffer };

/** A secret that was cut short, as logs cut things, is found by its beginning. */
const longest = 24;
/** Shorter ones are words, and would be met by chance. */
export const shortestSecret = 12;
/** Of what `needlesOf` answers: eight characters, and the byte before them where they were compressed. */
export const shortestNeedle = 9;

/** At each alignment, without the characters that the bytes before and after it have a part in. */
function inBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const first = Math.ceil((before * 8) / 6);
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return encoded.slice(first, whole);
  });
}

function texts(secret: string): [string, string][] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const base64 = inBase64(bytes);
  const alignments = ["", ", one byte after", ", two bytes after"];
  return [
    ["as it is", secret],
    ["in JSON", JSON.stringify(secret).slice(1, -1)],
    ["in JSON, slashes escaped", JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/")],
    ["in a URL", encodeURIComponent(secret)],
    ["in a form", new URLSearchParams([[secret, ""]]).toString().slice(0, -1)],
    ["in a URL, every byte", hex.toUpperCase().replace(/../g, "%$&")],
    ["in hex", hex],
    ["in hex, upper case", hex.toUpperCase()],
    ...base64.map((text, at): [string, string] => [`in base64${alignments[at]}`, text]),
    ...base64.map((text, at): [string, string] => [
      `in base64url${alignments[at]}`,
      text.replaceAll("+", "-").replaceAll("/", "_"),
    ]),
  ];
}

/**
 * PostgreSQL compresses long values (pglz): before each eight characters that it has not seen yet stands one byte that says
 * so by its bits. Where those bytes fall depends on what stood before.
 */
function compressed(bytes: Buffer): Buffer[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].flatMap((before) => {
    const [head, tail] = [bytes.subarray(0, before), bytes.subarray(before, Math.min(before + 8, 13))];
    // The last bits of the byte belong to what follows, and may say anything.
    const unknown = 8 - tail.length;
    return Array.from({ length: 2 ** unknown }, (_, bits) =>
      Buffer.concat([head, Buffer.of((bits << tail.length) & 0xff), tail]),
    );
  });
}

/** Each once. */
export function needlesOf(secret: string): Needle[] {
  const piece = secret.slice(0, longest);
  const all: Needle[] = [
    ...texts(piece).map(([encoding, text]) => ({ encoding, bytes: Buffer.from(text) })),
    { encoding: "in UTF-16", bytes: Buffer.from(piece, "utf16le") },
    { encoding: "in UTF-16, big-endian", bytes: Buffer.from(piece, "utf16le").swap16() },
    ...compressed(Buffer.from(piece)).map((bytes) => ({ encoding: "compressed by PostgreSQL", bytes })),
  ];
  return [
    ...new Map(all.map((needle) => [needle.bytes.toString("latin1"), needle] as const).reverse()).values(),
  ];
}
