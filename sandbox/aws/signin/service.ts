/** How the sign-in host refuses: a page with a status. AWS publishes no format, so clients must not expect one. */

import type { Answer } from "@/sandbox/aws/http/answer";
import { errorPage } from "@/sandbox/aws/http/page";
import type { Service } from "@/sandbox/aws/operation";

export function signInError(sentence: string): Answer {
  return errorPage(400, "Bad Request", sentence);
}

export const signIn: Service = {
  paced: false,
  throttled: () => errorPage(429, "Too Many Requests", "Try again later."),
  denied: () => signInError("Invalid credentials parameter"),
  failed: () => errorPage(500, "Internal Server Error", "The service failed to answer."),
};
