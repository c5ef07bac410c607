"use client";
/** What to do about something that one did not do oneself. */

import Link from "next/link";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { SignOutEverywhere } from "@/app/_ui/sign-out-everywhere";
import { useSignOut } from "@/app/_ui/use-sign-out";

export function NotYou() {
  const [asking, setAsking] = useState(false);
  const { leaving, signOut } = useSignOut();
  return (
    <details className="mb-6 rounded-xl border border-line bg-panel px-4 py-2.5 lg:px-5">
      <summary className="w-fit rounded-sm font-medium text-sm">Something here was not you?</summary>
      <ol className="mt-2.5 max-w-2xl list-decimal space-y-2 pb-1 pl-5 text-pretty text-sm">
        <li>
          <Button size="small" onClick={() => setAsking(true)}>
            Sign out everywhere
          </Button>
          <span className="mt-1 block text-dim">
            Ends your sessions and all your access tokens at once. To end one token alone, go to{" "}
            <Link href="/tokens" prefetch={false} className="text-accent underline underline-offset-2">
              Access tokens
            </Link>
            .
          </span>
        </li>
        <li>Change your password at your identity provider, and look there who else is signed in as you.</li>
        <li>
          Tell whoever runs Sallyport, with the time of the line. They can block you until it is clear what
          happened. Keys that AWS has issued work until their own end.
        </li>
      </ol>
      <SignOutEverywhere
        open={asking}
        leaving={leaving}
        onClose={() => setAsking(false)}
        onSignOut={() => signOut(true)}
      />
    </details>
  );
}
