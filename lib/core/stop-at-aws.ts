/** What stops a person's sessions at AWS, which nothing of ours ends: a service control policy on their Identity Center user id. */

/** For one instance, and so for one organization: the id is another in each. */
export type StopAtAws = {
  instance: string;
  label: string;
  /** As it stands in ARNs: policies of one partition are nothing in another. */
  partition: string;
  /** Null where the portal cannot know it. */
  userId: string | null;
  /** The policy's text; with a place to fill in where the id is not known. */
  policy: string;
  /** For bash or zsh, what finds the id; null where nothing is known to find it by. */
  lookUp: string | null;
};

/** Stands in the policy where the id has to be put. */
export const userIdPlace = "PUT-THE-USER-ID-HERE";

/** Denies everything at once, in sessions that run already as in new ones, whichever permission set they are of. */
export function denyPolicy(userId: string | null): string {
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "BlockedInSallyport",
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { StringEquals: { "identitystore:UserId": userId ?? userIdPlace } },
      },
    ],
  };
  return JSON.stringify(policy, null, 2);
}
