/** How long a token can do anything at most: said where it is made, before it is. */

import { Time } from "@/app/_ui/time";

export type Life = {
  usualHours: number;
  mostHours: number;
  offline: boolean;
  connectedUntil: string | null;
};

export function BoundWords({ life }: { life: Life }) {
  return (
    <div className="space-y-2 rounded-lg bg-sunken px-4 py-3 text-pretty text-dim text-sm">
      {life.offline ? (
        <p>
          Your identity provider gave offline access, so Sallyport asks it every hour whether it still stands
          by you. When it does not, the token is dead within that hour.
        </p>
      ) : (
        <p>
          Your identity provider gave Sallyport no offline access, so it cannot be asked while you are away.
          The token ends with your AWS sign-in, however long you choose
          {life.connectedUntil ? (
            <>
              : at <Time at={life.connectedUntil} shape="clock" /> today’s sign-in is over
            </>
          ) : null}
          . For longer ones, OIDC_SCOPES must hold offline_access, and the provider must allow it.
        </p>
      )}
      <p>
        Revoking it works at once. What AWS has given by then lives on until its own end: keys that a machine
        has taken, and the Identity Center sign-in behind them.
      </p>
    </div>
  );
}
