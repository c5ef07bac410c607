/** An AWS account as Identity Center lists it. AWS may leave out name and e-mail. */
export type Account = { accountId: string; name: string | null; email: string | null };
