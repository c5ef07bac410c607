/** Random things in the shapes that AWS gives them: keys, tokens, codes. Fresh at every call. */

import { randomBytes, randomInt } from "node:crypto";
import { marked } from "@/sandbox/mark";
import { base32 } from "./instance";

/** `ASIA` and 16 characters. */
export function temporaryAccessKeyId(): string {
  return `ASIA${base32(randomBytes(16), 16)}`;
}

/** 40 characters, `+` and `/` among them. */
export function secretAccessKey(): string {
  return marked(randomBytes(30).toString("base64"));
}

/** As long as AWS's are, with every character that breaks a careless shell or URL. */
export function sessionToken(): string {
  return `IQoJb3JpZ2luX2VjE${marked(randomBytes(602).toString("base64"))}`;
}

/** Identity Center's own tokens begin alike and have a colon inside. */
export function portalToken(kind: "access" | "refresh"): string {
  const head = kind === "access" ? "aoaAAAAAG" : "aorAAAAAG";
  return `${head}${marked(randomBytes(300).toString("base64url"))}:${marked(randomBytes(96).toString("base64"))}`;
}

/** An assertion of who somebody is: STS would take it as it is. */
export function identityContext(): string {
  return marked(randomBytes(384).toString("base64"));
}

export function opaqueCode(bytes = 32): string {
  return marked(randomBytes(bytes).toString("base64url"));
}

/** What names something and opens nothing. */
export function publicId(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** Eight letters that cannot be mistaken for each other, in two groups. */
export function userCode(): string {
  const letters = "BCDFGHJKLMNPQRSTVWXZ";
  const four = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
  return `${four()}-${four()}`;
}
