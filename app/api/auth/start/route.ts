import { z } from "zod";
import { localPath } from "@/lib/core/local-path";
import { startSignIn } from "@/lib/idp/start-sign-in";
import { route } from "@/lib/web/route";

const Input = z.strictObject({ returnTo: z.string().max(2048).default("/") });

/** The way to the identity provider: its address, and the cookies that tie its answer to this browser. */
export const POST = route({ for: "anyone", input: Input }, async ({ input, facts }) =>
  startSignIn(localPath(input.returnTo), facts),
);
