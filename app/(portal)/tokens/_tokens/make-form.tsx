"use client";
/** Making a token: its name, what it may take, for how long, from where. */

import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Trouble } from "@/app/_ui/ask";
import { Button } from "@/app/_ui/button";
import { SelectField, TextField } from "@/app/_ui/fields";
import { WaitIcon } from "@/app/_ui/icons";
import { TroubleNotice } from "@/app/_ui/trouble-notice";
import { useGrants } from "@/app/(portal)/_grants/use-grants";
import { lives } from "@/app/(portal)/device/_device/lives";
import { askMake } from "./ask-tokens";
import { BoundWords, type Life } from "./bound-words";
import type { MadeNow } from "./made-token";
import { ScopeChoice, type Scoped } from "./scope-choice";
import { networksIn } from "./token-words";

/** As many as one token may name. */
const mostRoles = 200;

type FormProps = { life: Life; onMade: (made: MadeNow) => void; onCancel: () => void };

function scopeFault({ all, keys }: Scoped): string | null {
  if (all) return null;
  if (keys.size === 0) return "Choose at least one role.";
  return keys.size > mostRoles ? `Choose at most ${mostRoles}, or all.` : null;
}

export function MakeForm({ life, onMade, onCancel }: FormProps) {
  const grants = useGrants();
  const [name, setName] = useState("");
  const [hours, setHours] = useState(String(life.usualHours));
  const [where, setWhere] = useState("");
  const [scoped, setScoped] = useState<Scoped>({ all: false, keys: new Set() });
  const [tried, setTried] = useState(false);
  const [making, setMaking] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  const { networks, wrong } = networksIn(where);
  const faults = {
    name: name.trim() === "" ? "Give it a name that you will know again." : undefined,
    where: wrong === null ? undefined : `“${wrong}” is no address or network.`,
    scope: scopeFault(scoped),
  };
  const isWrong = Object.values(faults).some(Boolean);

  async function send(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (making || isWrong) return;
    setMaking(true);
    const chosen = (grants.choices ?? []).filter(({ key }) => scoped.keys.has(key));
    const outcome = await askMake({
      name: name.trim(),
      grants: scoped.all ? "all" : chosen.map(({ grant }) => grant),
      hours: Number(hours),
      networks,
    });
    setMaking(false);
    setTrouble(outcome.ok ? null : outcome.trouble);
    const example = scoped.all ? null : (chosen[0]?.grant ?? null);
    if (outcome.ok) onMade({ ...outcome.value, name: name.trim(), example });
  }

  return (
    <form
      onSubmit={send}
      noValidate
      aria-label="A new access token"
      className="mb-6 rounded-xl border border-line bg-panel p-4 md:p-6"
    >
      <h2 ref={heading} tabIndex={-1} className="mb-4 font-semibold text-lg outline-none">
        A new access token
      </h2>
      <div className="grid items-start gap-x-8 gap-y-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className="min-w-0 space-y-4">
          <TextField
            label="Name: the machine, or what runs there"
            value={name}
            onChange={setName}
            maxLength={64}
            fault={tried ? faults.name : undefined}
          />
          <SelectField label="Good for" value={hours} onChange={setHours} choices={lives(life)} />
          <TextField
            label="Only from these addresses or networks. Empty: from anywhere"
            value={where}
            onChange={setWhere}
            maxLength={1000}
            placeholder="10.0.0.0/8, 2001:db8::/32"
            fault={tried ? faults.where : undefined}
            mono
          />
          <BoundWords life={life} />
        </div>
        <ScopeChoice
          grants={grants}
          scoped={scoped}
          onScoped={setScoped}
          fault={tried ? faults.scope : null}
        />
      </div>
      {trouble ? <TroubleNotice trouble={trouble} className="mt-5" /> : null}
      <div className="mt-6 flex gap-2">
        <Button type="submit" kind="primary" aria-busy={making}>
          {making ? <WaitIcon /> : null}
          Make the token
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
