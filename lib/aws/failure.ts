/**
 * Reads what the SDK throws. The only file that knows the shape of its errors, and what of them may be told: the name,
 * the status, AWS's id of the request, and AWS's sentence made harmless. Never a body: a body can hold keys.
 */

import "server-only";

import { z } from "zod";

export type Failure = {
  /** `answered`: by AWS, with an error. `unreadable`: an answer that AWS does not give. `transport`: no answer. */
  kind: "answered" | "unreadable" | "transport" | "local";
  /** AWS's type of error, OAuth's word for it, AWS's reason, or Node's code. */
  names: readonly string[];
  status: number | null;
  /** For the log. */
  detail: string;
};

const text = z.string().optional().catch(undefined);

/** The parts of an SDK's error that we look at. Whatever is of another type counts as missing. */
const SdkError = z.object({
  name: z.string().catch("Unknown"),
  message: z.string().catch(""),
  code: text,
  /** Only on errors that AWS itself sent. */
  $fault: text,
  error: text,
  error_description: text,
  reason: text,
  $metadata: z
    .object({
      httpStatusCode: z.number().optional().catch(undefined),
      requestId: text,
      clockSkewCorrected: z.boolean().optional().catch(undefined),
    })
    .catch({ httpStatusCode: undefined, requestId: undefined, clockSkewCorrected: undefined }),
  $response: z.object({ headers: z.record(z.string(), z.string()).catch({}) }).catch({ headers: {} }),
});

type SdkError = z.infer<typeof SdkError>;

export function failureOf(thrown: unknown): Failure {
  const parsed = SdkError.safeParse(thrown);
  if (!parsed.success)
    return { kind: "local", names: [], status: null, detail: "something that is no error" };
  const error = parsed.data;
  const kind = kindOf(error);
  const names = [error.name, error.code, error.error, error.reason].filter((name) => name !== undefined);
  return { kind, names, status: error.$metadata.httpStatusCode ?? null, detail: detailOf(error, kind) };
}

function kindOf({ $fault, code, name, $metadata, $response }: SdkError): Failure["kind"] {
  // A connection that breaks while the body arrives has a status and a code.
  if ($fault === undefined && code !== undefined) return "transport";
  if ($metadata.httpStatusCode === undefined) return "local";
  // STS reads a load balancer's page without complaint, and finds no name in it.
  const isPage = name === "Unknown" && /html/i.test($response.headers["content-type"] ?? "");
  return $fault === undefined || isPage ? "unreadable" : "answered";
}

function detailOf(error: SdkError, kind: Failure["kind"]): string {
  const { httpStatusCode, requestId } = error.$metadata;
  const facts = [
    kind === "unreadable" ? "an answer that cannot be read" : kind === "transport" ? error.code : error.name,
    error.reason && harmless(error.reason),
    httpStatusCode !== undefined && `HTTP ${httpStatusCode}`,
    requestId && `request ${harmless(requestId)}`,
    isAboutClock(error) && "clock: this machine's time and AWS's differ",
  ];
  const sentence = kind === "unreadable" ? "" : harmless(sentenceOf(error));
  return facts.filter(Boolean).join(", ") + (sentence && `: ${sentence}`);
}

function sentenceOf({ message, error, error_description }: SdkError): string {
  const isEmpty = message === "" || message === "Unknown" || message === "UnknownError";
  return isEmpty ? (error_description ?? error ?? "") : message;
}

/**
 * A signature is refused for many reasons; the clock is one. The SDK has then learned AWS's time, and would repeat the
 * call if we let it repeat calls: whoever asks again succeeds.
 */
function isAboutClock({ name, message, $metadata }: SdkError): boolean {
  if (/RequestExpired|RequestTimeTooSkewed|RequestInTheFuture/.test(name)) return true;
  if (!/^(InvalidSignature|SignatureDoesNotMatch)/.test(name)) return false;
  return $metadata.clockSkewCorrected === true || /expired|not yet current/i.test(message);
}

/** One line, nothing invisible, no word long enough to be a key or a token, 200 characters. */
function harmless(sentence: string): string {
  return sentence
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[A-Za-z0-9+/=_-]{40,}/g, "[...]")
    .trim()
    .slice(0, 200);
}
