"use client";
/** Favourites that can be moved, by mouse, finger or keyboard. The only file that knows dnd-kit. */

import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  type Modifier,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { type ReactNode, useState } from "react";
import { GripIcon } from "@/app/_ui/icons";
import { favouriteLook, gripLook, type Movable, nameOfFavourite, titleOfFavourite } from "./favourite";
import type { Found } from "./findable";
import { useListActions } from "./list-actions";
import { rowId } from "./list-cursor";

/** Up and down alone: there is nothing beside a list. */
const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

const instructions = {
  draggable:
    "Press space to pick a favourite up, the arrow keys to move it, space to put it down, escape to leave it where it was.",
};

function idOf(favourite: Found): string {
  return rowId(nameOfFavourite(favourite));
}

/** What readers aloud are told; names, not ids. */
function announcements(favourites: readonly Found[]): Announcements {
  const place = (id: string | number) => favourites.findIndex((one) => idOf(one) === id);
  const title = (id: string | number) => {
    const favourite = favourites[place(id)];
    return favourite ? titleOfFavourite(favourite) : "The favourite";
  };
  const at = (id: string | number) => `place ${place(id) + 1} of ${favourites.length}`;
  const pickedUp = (id: string | number) => `${title(id)} is picked up, at ${at(id)}.`;
  return {
    onDragStart: ({ active }) => pickedUp(active.id),
    onDragOver: ({ active, over }) => {
      // At the very start it is over itself, and what was said of the start must not be cut off.
      if (!over || over.id === active.id) return pickedUp(active.id);
      return `${title(active.id)} would be at ${at(over.id)}.`;
    },
    onDragEnd: ({ active, over }) => `${title(active.id)} is put down${over ? `, at ${at(over.id)}` : ""}.`,
    onDragCancel: ({ active }) => `${title(active.id)} is where it was.`,
  };
}

export function SortableFavourites({ favourites, children }: Movable) {
  const { move } = useListActions();
  const sensors = useSensors(
    // A click stays a click.
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  // A list may hold rows and nothing else: what is read aloud stands beside it.
  const [beside] = useState(() => document.querySelector<HTMLElement>("main") ?? document.body);

  function onDragEnd({ active, over }: DragEndEvent) {
    const [from, to] = [active.id, over?.id].map((id) => favourites.find((one) => idOf(one) === id));
    if (from && to && from !== to) move(nameOfFavourite(from), nameOfFavourite(to));
  }

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[upAndDown]}
      onDragEnd={onDragEnd}
      accessibility={{
        container: beside,
        announcements: announcements(favourites),
        screenReaderInstructions: instructions,
      }}
    >
      <SortableContext items={favourites.map(idOf)} strategy={verticalListSortingStrategy}>
        {favourites.map((favourite) => (
          <SortableFavourite key={idOf(favourite)} favourite={favourite}>
            {(grip) => children(favourite, grip)}
          </SortableFavourite>
        ))}
      </SortableContext>
    </DndContext>
  );
}

type OneProps = { favourite: Found; children: (grip: ReactNode) => ReactNode };

function SortableFavourite({ favourite, children }: OneProps) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: idOf(favourite) });
  const grip = (
    <button
      ref={setActivatorNodeRef}
      type="button"
      {...attributes}
      {...listeners}
      // The row's own keys lead to it; the list is one step of the Tab key.
      tabIndex={-1}
      data-grip=""
      aria-label={`Move ${titleOfFavourite(favourite)}`}
      className={`${gripLook} ${isDragging ? "cursor-grabbing opacity-100" : ""}`}
    >
      <GripIcon />
    </button>
  );
  return (
    <div
      ref={setNodeRef}
      role="presentation"
      data-favourite=""
      className={`${favouriteLook} ${isDragging ? "z-20 bg-panel shadow-float" : ""}`}
      style={{
        transition,
        transform: transform ? `translateY(${Math.round(transform.y)}px)` : undefined,
      }}
    >
      {children(grip)}
    </div>
  );
}
