/** How STS speaks: XML in, as it were, a form, and XML out. The only file that knows its envelopes. */

import { randomUUID } from "node:crypto";
import type { Answer } from "@/sandbox/aws/http/answer";
import type { Service } from "@/sandbox/aws/operation";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

/** A tree of elements; members that are undefined are left out. */
export type Elements = { [name: string]: string | number | Elements | undefined };

const statusOf = {
  AccessDenied: 403,
  ExpiredToken: 403,
  InvalidClientTokenId: 403,
  MissingAuthenticationToken: 403,
  SignatureDoesNotMatch: 403,
  IncompleteSignature: 400,
  InvalidAction: 400,
  MalformedPolicyDocument: 400,
  MissingAction: 400,
  PackedPolicyTooLarge: 400,
  Throttling: 400,
  ValidationError: 400,
  InternalFailure: 500,
};
export type StsErrorCode = keyof typeof statusOf;

export function stsAnswer(action: string, result: Elements): Answer {
  const requestId = randomUUID();
  const envelope = { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return xml(200, `${action}Response`, envelope, requestId);
}

export function stsError(code: StsErrorCode, message: string): Answer {
  const requestId = randomUUID();
  const type = statusOf[code] < 500 ? "Sender" : "Receiver";
  const error = { Error: { Type: type, Code: code, Message: message }, RequestId: requestId };
  return xml(statusOf[code], "ErrorResponse", error, requestId);
}

export const sts: Service = {
  paced: false,
  throttled: () => stsError("Throttling", "Rate exceeded"),
  denied: () => stsError("AccessDenied", "The caller is not authorized to perform this operation."),
  failed: () => stsError("InternalFailure", "The service failed to answer."),
};

function xml(status: number, root: string, content: Elements, requestId: string): Answer {
  return {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: `<${root} xmlns="${namespace}">\n${render(content, "  ")}</${root}>\n`,
  };
}

function render(elements: Elements, indent: string): string {
  return Object.entries(elements)
    .map(([name, value]) => {
      if (value === undefined) return "";
      if (typeof value !== "object") return `${indent}<${name}>${escaped(String(value))}</${name}>\n`;
      return `${indent}<${name}>\n${render(value, `${indent}  `)}${indent}</${name}>\n`;
    })
    .join("");
}

/** Line ends are written as references, or a parser would make them all alike. */
function escaped(text: string): string {
  return text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
