"use client";
/** The rules in their order, which can be changed by dragging, by keys and by buttons. */

import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from "@dnd-kit/sortable";
import type { Preview, RuleFault } from "./read-preview";
import { RuleCard } from "./rule-card";
import type { Rules } from "./use-rules";

type ListProps = Pick<Rules, "drafts" | "edit" | "move" | "remove"> & {
  preview: Preview | null;
  onShow: (place: number) => void;
};

const noFaults: readonly RuleFault[] = [];

/** By place. */
function counted(preview: Preview | null): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { rule } of preview?.accounts ?? [])
    if (rule !== null) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

export function RuleList({ drafts, edit, move, remove, preview, onShow }: ListProps) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const counts = counted(preview);
  const placeOf = (key: number | string) => drafts.findIndex((one) => one.key === key);

  function onDragEnd({ active, over }: DragEndEvent) {
    if (over && over.id !== active.id) move(placeOf(active.id), placeOf(over.id));
  }

  return (
    // Named: without a name the parts of it would be numbered differently on the server and in the browser.
    <DndContext id="rules" sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd}>
      <SortableContext items={drafts.map(({ key }) => key)} strategy={verticalListSortingStrategy}>
        <ol className="space-y-3" aria-label="Rules">
          {drafts.map((draft, place) => {
            const faults = preview?.faults.filter(({ rule }) => rule === place) ?? noFaults;
            return (
              <RuleCard
                key={draft.key}
                draft={draft}
                place={place}
                last={place === drafts.length - 1}
                decides={preview ? (counts.get(place) ?? 0) : null}
                faults={faults.length > 0 ? faults : noFaults}
                edit={edit}
                move={move}
                remove={remove}
                onShow={onShow}
              />
            );
          })}
        </ol>
      </SortableContext>
    </DndContext>
  );
}
