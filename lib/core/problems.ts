/** What a person is told when something fails. The only such texts: pages, machines and `docs/problems` read this table. */

type Problem = {
  status: number;
  /** What happened. */
  title: string;
  /** What to do next. */
  remedy: string;
};

export const problems = {
  "sign-in-required": { status: 401, title: "You are not signed in", remedy: "Sign in, then try again." },
  "session-ended": {
    status: 401,
    title: "Your session has ended",
    remedy: "Sign in again. You come back to where you were.",
  },
  "sign-in-interrupted": {
    status: 400,
    title: "Sign-in did not finish",
    remedy: "Start again from the sign-in page, in one tab, with cookies allowed.",
  },
  "sign-in-refused": {
    status: 403,
    title: "Your identity provider did not sign you in",
    remedy: "Try again. If it refuses again, ask whoever runs it to give you access to Sallyport.",
  },
  "provider-unavailable": {
    status: 502,
    title: "Your identity provider did not answer",
    remedy: "Wait a minute and try again. People already signed in can go on.",
  },
  "provider-malformed": {
    status: 502,
    title: "Your identity provider gave an answer that we do not trust",
    remedy: "Try again. If it stays, tell whoever runs Sallyport: the log says what was wrong with it.",
  },
  "person-blocked": {
    status: 403,
    title: "Sallyport is closed to you",
    remedy: "Whoever runs Sallyport has closed it to you until further notice. Ask them.",
  },
  "cannot-block-yourself": {
    status: 409,
    title: "You cannot block yourself",
    remedy:
      "Nothing was changed. Another administrator can; or sign out everywhere, which ends all that is yours here.",
  },
  "email-unverified": {
    status: 403,
    title: "Your e-mail address is not verified",
    remedy: "Verify it at your identity provider, sign out here and sign in again.",
  },
  "not-found": {
    status: 404,
    title: "There is nothing here",
    remedy: "Check the address, or start from your access page.",
  },
  "invalid-input": {
    status: 400,
    title: "That request was not understood",
    remedy: "Reload the page and try again.",
  },
  "foreign-origin": {
    status: 403,
    title: "That request did not come from Sallyport",
    remedy: "Open Sallyport by its own address and do it there.",
  },
  "method-not-allowed": {
    status: 405,
    title: "That door does not open this way",
    remedy: "Use the button on the page, or see the documentation of the API.",
  },
  "unsupported-media-type": {
    status: 415,
    title: "That request has the wrong content type",
    remedy: "Send JSON with Content-Type: application/json.",
  },
  "too-large": { status: 413, title: "That request is too large", remedy: "Send less." },
  "search-too-wide": {
    status: 422,
    title: "This search reads too much of the record",
    remedy: "Choose a shorter time, or add an account or a person.",
  },
  "page-outdated": {
    status: 409,
    title: "This page is out of date",
    remedy: "Reload it and click again.",
  },
  "role-not-granted": {
    status: 403,
    title: "This role is not yours to take",
    remedy: "Ask the account's owner to assign it to you in IAM Identity Center.",
  },
  "confirmation-needed": {
    status: 409,
    title: "This account asks for its name first",
    remedy: "Go back to your access page and type the account's name when it asks. Nothing was handed out.",
  },
  "access-token-refused": {
    status: 401,
    title: "This access token is not accepted",
    remedy: "Make a new one on the tokens page of Sallyport, and send it in the Authorization header.",
  },
  "too-many-access-tokens": {
    status: 409,
    title: "You have too many access tokens",
    remedy: "Revoke those that you no longer need, then make this one.",
  },
  "too-many-profile-sets": {
    status: 409,
    title: "You have too many profile sets",
    remedy: "Delete those that nobody needs any more, then make this one.",
  },
  "profile-set-faulty": {
    status: 422,
    title: "This profile set cannot be used as it is",
    remedy: "Nothing was saved. Open it on its page in Sallyport: the field that is wrong says why.",
  },
  "aws-unavailable": {
    status: 502,
    title: "AWS did not answer",
    remedy: "Wait a minute and try again.",
  },
  "aws-slow": { status: 504, title: "AWS took too long to answer", remedy: "Try again." },
  "aws-throttled": {
    status: 503,
    title: "AWS is answering too many requests",
    remedy: "Wait half a minute and try again.",
  },
  "aws-malformed": {
    status: 502,
    title: "AWS gave an answer that we could not read",
    remedy: "Try again. If it stays, open the role in AWS's own portal.",
  },
  "aws-refused": {
    status: 502,
    title: "AWS refused the request",
    remedy: "Try again. If it stays, tell whoever runs Sallyport.",
  },
  "aws-sign-in-ended": {
    status: 401,
    title: "Your AWS sign-in has ended",
    remedy: "Sign in again. You come back to where you were.",
  },
  "aws-connection-needed": {
    status: 401,
    title: "You are not connected to AWS here",
    remedy: "Connect: one approval on AWS's own page, and you come back to where you were.",
  },
  "aws-approval-expired": {
    status: 409,
    title: "This code is no longer good",
    remedy: "Get a new code and approve it at AWS within its ten minutes.",
  },
  "aws-approval-denied": {
    status: 403,
    title: "The approval was denied at AWS",
    remedy: "If that was not what you wanted, get a new code and approve it.",
  },
  "aws-assignment-required": {
    status: 403,
    title: "AWS does not let Sallyport act for you yet",
    remedy:
      "For administrators: assign this person to the application in IAM Identity Center, or set its AssignmentRequired to false; and allow the portal's own AWS identity to call sso-oauth:CreateTokenWithIAM.",
  },
  "aws-user-unmatched": {
    status: 403,
    title: "IAM Identity Center does not know you, or knows two of you",
    remedy:
      "For administrators: the e-mail address of this person must match exactly one user in Identity Center.",
  },
  "aws-misconfigured": {
    status: 502,
    title: "The connection to IAM Identity Center is not set up right",
    remedy:
      "For administrators: check the instance's region and application, in IDENTITY_CENTER_* or INSTANCES_FILE, and the portal's AWS identity; the log names AWS's answer.",
  },
  "identity-mismatch": {
    status: 403,
    title: "AWS thinks that you are somebody else",
    remedy:
      "Nothing was handed out. For administrators: this person's user name in Identity Center must equal the claim named by IDENTITY_CENTER_USER_CLAIM.",
  },
  "pairing-unknown": {
    status: 404,
    title: "No machine waits with this code",
    remedy:
      "Compare it with what the machine shows. A code is good for five minutes and for one person; run the command again for a new one.",
  },
  "pairing-over": {
    status: 409,
    title: "This pairing is over",
    remedy: "Run the command on the machine again, and enter its new code.",
  },
  "console-refused": {
    status: 502,
    title: "AWS would not open the console",
    remedy: "Try again. If it stays, open the role in AWS's own portal.",
  },
  "store-unavailable": {
    status: 503,
    title: "Sallyport cannot reach its database",
    remedy: "Wait a minute and try again. It recovers by itself.",
  },
  "not-recorded": {
    status: 503,
    title: "This could not be recorded, so it was not done",
    remedy: "Wait a minute and try again. Nothing leaves Sallyport without a record.",
  },
  "delivery-unreachable": {
    status: 502,
    title: "A receiver of the record did not answer",
    remedy:
      "Look whether it runs and whether Sallyport may reach it. Nothing is lost: what waits is sent in order when it answers.",
  },
  "delivery-refused": {
    status: 502,
    title: "A receiver of the record refused it",
    remedy:
      "The receiver's own log says why. What waits is sent in order once it accepts; if it is gone for good, take it out of the settings.",
  },
  "delivery-untrusted": {
    status: 502,
    title: "A receiver of the record is not who it should be",
    remedy:
      "Look at its certificate, at the file of authorities in the settings, and at what its name leads to. Nothing was sent to it.",
  },
  "delivery-unwritable": {
    status: 500,
    title: "A file of the record cannot be written",
    remedy:
      "Look at the disk that holds it and at its permissions. What waits is written once that is possible.",
  },
  "anchor-differs": {
    status: 409,
    title: "An anchor says something else than the record",
    remedy:
      "Find out who wrote it. If another portal uses the same place, give each its own. If none does, verify the record.",
  },
  stopping: {
    status: 503,
    title: "Sallyport is restarting",
    remedy: "Try again in a few seconds.",
  },
  "too-many-requests": {
    status: 429,
    title: "Too many requests from here",
    remedy: "Wait a minute and try again.",
  },
  unexpected: {
    status: 500,
    title: "Something went wrong here",
    remedy: "Try again. If it stays, give whoever runs Sallyport the reference below.",
  },
} as const satisfies Record<string, Problem>;

export type ProblemCode = keyof typeof problems;

export function isProblemCode(value: unknown): value is ProblemCode {
  return typeof value === "string" && Object.hasOwn(problems, value);
}
