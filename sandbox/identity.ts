/** Somebody whom the sandbox can sign in. */

export type Identity = {
  login: string;
  /** The provider's subject: opaque and stable. */
  sub: string;
  name: string;
  email: string;
  emailVerified: boolean;
  /** Absent: the provider sends no groups claim for this person. */
  groups?: string[];
  /** What this identity is good for, as the sign-in page says it. */
  goodFor: string;
  /** The session name of every role this person takes. It is not the e-mail. */
  identityCenterUserName: string;
};
