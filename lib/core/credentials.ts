/** Temporary keys for one role. They live in memory and in the answer that was asked for, nowhere else. */
export type Credentials = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiresAt: Date;
};
