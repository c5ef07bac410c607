"use client";
/** New keys for what had some, copied again the same way. */

import { Button } from "@/app/_ui/button";
import { AgainIcon } from "@/app/_ui/icons";

type RenewProps = { onRenew: () => void; id?: string; of?: string };

export function RenewButton({ onRenew, id, of }: RenewProps) {
  return (
    <Button
      size="small"
      id={id}
      title="New keys, copied again"
      aria-label={of ? `Renew the keys for ${of}` : undefined}
      onClick={onRenew}
    >
      <AgainIcon />
      Renew
    </Button>
  );
}
