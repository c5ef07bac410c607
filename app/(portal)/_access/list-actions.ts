"use client";
/** What rows can do, handed down beside the list so that a row of thousands takes only what is its own. */

import { createContext, useContext } from "react";
import type { FormatId } from "@/lib/credentials/formats";
import type { AccessEntry } from "./access-state";
import type { RowName } from "./list-cursor";

export type ListActions = {
  /** Opens the console at the page that the search names, if it names one. */
  open: (row: RowName) => void;
  /** Opens the console at its home, whatever is searched for. */
  openHome: (row: RowName) => void;
  copy: (row: RowName) => void;
  choose: (row: RowName) => void;
  /** Makes it a favourite, or no more. */
  favourite: (row: RowName) => void;
  /** Puts a favourite in another's place. */
  move: (row: RowName, to: RowName) => void;
  readAgain: (entry: AccessEntry) => Promise<void>;
  /** Opens the menu of a row at its button. */
  more: (row: RowName, button: HTMLElement) => void;
  format: FormatId;
};

export const ListActionsContext = createContext<ListActions | null>(null);

export function useListActions(): ListActions {
  const actions = useContext(ListActionsContext);
  if (!actions) throw new Error("The list stands outside of its actions.");
  return actions;
}
