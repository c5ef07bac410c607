"use client";
/** The rules in their order, which can be changed by dragging, by keys and by buttons. */

import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { useMemo } from "react";
import type { Preview, RuleFault } from "./read-preview";
import { RuleCard } from "./rule-card";
import type { Rules } from "./use-rules";

type ListProps = Pick<Rules, "drafts" | "edit" | "move" | "remove"> & {
  preview: Preview | null;
  onShow: (place: number) => void;
};

/** Read aloud while a rule moves. */
const instructions = {
  draggable:
    "To move a rule, press Space, then the arrow keys, then Space again. Escape leaves it where it was.",
};

function announcementsOf(placeOf: (key: UniqueIdentifier) => number): Announcements {
  const rule = ({ id }: { id: UniqueIdentifier }) => `rule ${placeOf(id) + 1}`;
  return {
    onDragStart: ({ active }) => `Picked up ${rule(active)}.`,
    // Said right after it was picked up, too: over itself.
    onDragOver: ({ active, over }) =>
      over && over.id !== active.id
        ? `In place of ${rule(over)}: ${rule(active)}.`
        : `Picked up ${rule(active)}.`,
    onDragEnd: ({ active, over }) => `Put down ${rule(active)}${over ? ` in place of ${rule(over)}` : ""}.`,
    onDragCancel: ({ active }) => `Left ${rule(active)} where it was.`,
  };
}

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
  const placeOf = (key: UniqueIdentifier) => drafts.findIndex((one) => one.key === key);
  // The same while somebody types in a rule: else every one of them would be drawn again at each letter.
  const order = drafts.map(({ key }) => key).join(" ");
  const keys = useMemo(() => order.split(" ").map(Number), [order]);

  function onDragEnd({ active, over }: DragEndEvent) {
    if (over && over.id !== active.id) move(placeOf(active.id), placeOf(over.id));
  }

  return (
    // Named: without a name the parts of it would be numbered differently on the server and in the browser.
    <DndContext
      id="rules"
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{ announcements: announcementsOf(placeOf), screenReaderInstructions: instructions }}
      onDragEnd={onDragEnd}
    >
      <SortableContext items={keys} strategy={verticalListSortingStrategy}>
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
