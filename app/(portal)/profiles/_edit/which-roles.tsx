"use client";
/** Which roles become profiles: by what their accounts are, by patterns, and by hand. */

import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { GrantPicker } from "@/app/(portal)/_grants/grant-picker";
import { keyOf, useGrants } from "@/app/(portal)/_grants/use-grants";
import type { ProfileSetEdit } from "@/lib/portal/profile-pages";
import { type Filter, noFilter, type PartProps, toggled } from "./draft";
import { Part, Row, Tick } from "./part";
import { PatternList } from "./pattern-list";

const environmentWords = {
  production: "production",
  staging: "staging",
  development: "development",
  none: "of no environment",
} as const;

function ByHand({ draft, onSet }: Pick<PartProps, "draft" | "onSet">) {
  const grants = useGrants();
  const { picked } = draft.set.selection;
  const chosen = new Set(picked.map(keyOf));
  function onChosen(next: ReadonlySet<string>): void {
    const known = new Map((grants.choices ?? []).map(({ key, grant }) => [key, grant]));
    // One that is on the owner's list no more stays, until it is unticked by name.
    const kept = picked.filter((grant) => next.has(keyOf(grant)) || !known.has(keyOf(grant)));
    const added = [...next].filter((key) => !chosen.has(key)).flatMap((key) => known.get(key) ?? []);
    onSet({ selection: { ...draft.set.selection, picked: [...kept, ...added] } });
  }
  return <GrantPicker grants={grants} chosen={chosen} onChosen={onChosen} fault={null} />;
}

export function WhichRoles({
  draft,
  onSet,
  faultOf,
  preview,
  known,
}: PartProps & { known: ProfileSetEdit["known"] }) {
  const { selection } = draft.set;
  const [byHand, setByHand] = useState(selection.picked.length > 0);
  const filter = selection.filter ?? noFilter;
  const change = (part: Partial<Filter>) =>
    onSet({ selection: { ...selection, filter: { ...filter, ...part } } });
  return (
    <Part
      title="Which roles"
      about="Of everybody's own roles, those that fit all that is said here. Nothing said: all of them."
    >
      {selection.filter === null ? (
        <Tick checked={false} onChange={() => change({})}>
          Also by rule, not only by hand
        </Tick>
      ) : (
        <>
          {known.environments.length > 1 ? (
            <Row label="Accounts that are">
              {known.environments.map((one) => (
                <Tick
                  key={one}
                  checked={filter.environments.includes(one)}
                  onChange={() => change({ environments: toggled(filter.environments, one) })}
                >
                  {environmentWords[one]}
                </Tick>
              ))}
            </Row>
          ) : null}
          {known.labels.length > 0 ? (
            <Row label="Labelled">
              {known.labels.slice(0, 100).map((one) => (
                <Tick
                  key={one}
                  checked={filter.labels.includes(one)}
                  onChange={() => change({ labels: toggled(filter.labels, one) })}
                >
                  {one}
                </Tick>
              ))}
            </Row>
          ) : null}
          <Row label="And">
            <Tick checked={filter.favourites} onChange={() => change({ favourites: !filter.favourites })}>
              only everybody’s own favourites
            </Tick>
          </Row>
          <div className="flex flex-wrap gap-2">
            <PatternList
              field="accounts"
              what="Account"
              patterns={filter.accounts}
              onPatterns={(accounts) => change({ accounts })}
              fresh={{ kind: "glob", pattern: "", field: "name" }}
              counts={preview?.counts.accounts ?? []}
              faultOf={faultOf}
            />
            <PatternList
              field="roles"
              what="Role"
              patterns={filter.roles}
              onPatterns={(roles) => change({ roles })}
              fresh={{ kind: "glob", pattern: "" }}
              counts={preview?.counts.roles ?? []}
              faultOf={faultOf}
            />
          </div>
        </>
      )}
      {byHand ? (
        <div className="space-y-2">
          <p className="text-dim text-xs">By hand: these always, whatever is said above</p>
          <ByHand draft={draft} onSet={onSet} />
          {selection.filter !== null && selection.picked.length > 0 ? (
            <Button size="small" onClick={() => onSet({ selection: { ...selection, filter: null } })}>
              Only what I pick by hand
            </Button>
          ) : null}
        </div>
      ) : (
        <Button size="small" onClick={() => setByHand(true)}>
          Pick by hand
        </Button>
      )}
    </Part>
  );
}
