"use client";
/** The decision: whose machine it is, what it may have, for how long. Nothing is chosen beforehand. */

import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Trouble } from "@/app/_ui/ask";
import { Button } from "@/app/_ui/button";
import { SelectField, TextField } from "@/app/_ui/fields";
import { WaitIcon } from "@/app/_ui/icons";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import { useGrants } from "@/app/(portal)/_grants/use-grants";
import type { ShownPairing } from "@/lib/core/pairing";
import { GrantsChoice, type Reach } from "./grants-choice";
import { lives } from "./lives";
import { MachineFacts, MachineWarning } from "./machine-facts";
import type { Wanted } from "./use-pairing";

type DecideProps = {
  pairing: ShownPairing;
  life: { usualHours: number; mostHours: number };
  asking: "allow" | "refuse" | null;
  trouble: Trouble | null;
  onAllow: (wanted: Wanted) => void;
  onRefuse: () => void;
  onStartOver: () => void;
};

export function DecideForm(props: DecideProps) {
  const { pairing, life, asking, trouble, onAllow, onRefuse, onStartOver } = props;
  const grants = useGrants();
  const [name, setName] = useState(pairing.machine);
  const [hours, setHours] = useState(String(Math.min(life.usualHours, life.mostHours)));
  const [reach, setReach] = useState<Reach>({ kind: "chosen", keys: new Set() });
  const [isHere, setHere] = useState(false);
  const [isTried, setTried] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  // The form that was sent is gone: reading goes on here.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  const isNothing = reach.kind === "chosen" && reach.keys.size === 0;
  const isNameless = name.trim() === "";

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (asking || isNothing || isNameless) return;
    const chosen = (grants.choices ?? []).filter(({ key }) => reach.kind === "chosen" && reach.keys.has(key));
    onAllow({
      name: name.trim(),
      grants: reach.kind === "all" ? "all" : chosen.map(({ grant }) => grant),
      hours: Number(hours),
      networks: isHere ? [pairing.address] : [],
    });
  }
  if (trouble?.code === "pairing-over") return <Over trouble={trouble} onStartOver={onStartOver} />;
  return (
    <form onSubmit={submit} noValidate>
      <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
        Is this your machine?
      </h2>
      <MachineFacts pairing={pairing} />
      <MachineWarning pairing={pairing} />
      <GrantsChoice
        hints={pairing.hints}
        grants={grants}
        reach={reach}
        onReach={setReach}
        fault={isTried && isNothing ? "Choose at least one role." : null}
      />
      <div className="mt-5 grid gap-4 sm:grid-cols-2">
        <TextField
          label="Name of the token"
          value={name}
          onChange={setName}
          maxLength={64}
          fault={isTried && isNameless ? "Give it a name that you will know again." : undefined}
        />
        <SelectField label="Good for" value={hours} onChange={setHours} choices={lives(life)} />
      </div>
      <label className="mt-4 flex items-start gap-2.5 text-sm">
        <input
          type="checkbox"
          checked={isHere}
          onChange={(event) => setHere(event.target.checked)}
          className="mt-px size-4 shrink-0 accent-accent"
        />
        <span className="text-pretty">
          Only from <code className="wrap-anywhere font-mono">{pairing.address}</code>, the address that it
          asked from
        </span>
      </label>
      {trouble ? <TroubleNotice trouble={trouble} className="mt-5" /> : null}
      <div className="mt-6 flex flex-wrap items-center gap-3">
        <Button type="submit" kind="primary" size="large" aria-busy={asking === "allow"}>
          {asking === "allow" ? <WaitIcon /> : null}
          Allow this machine
        </Button>
        <Button size="large" onClick={asking ? undefined : onRefuse} aria-busy={asking === "refuse"}>
          {asking === "refuse" ? <WaitIcon /> : null}
          Refuse
        </Button>
      </div>
    </form>
  );
}

function Over({ trouble, onStartOver }: { trouble: Trouble; onStartOver: () => void }) {
  return (
    <div role="alert">
      <h2 className="font-semibold text-lg">{trouble.title}</h2>
      <p className="mt-1 text-pretty text-dim">{trouble.remedy}</p>
      <Button kind="primary" size="large" className="mt-6" onClick={onStartOver}>
        Enter another code
      </Button>
    </div>
  );
}
