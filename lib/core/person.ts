/** Who signed in. Keyed by issuer and subject: names and e-mail addresses change hands. */
export type Person = {
  /** Ours: a UUID that stands for issuer + subject. */
  id: string;
  issuer: string;
  subject: string;
  name: string | null;
  email: string | null;
  /** What the provider said of the e-mail address; never guessed. */
  emailVerified: boolean;
  /** The claim that must equal the Identity Center user name. */
  userName: string | null;
  /** Null where the provider sent no such claim, which is not the same as being in no group. */
  groups: readonly string[] | null;
};
