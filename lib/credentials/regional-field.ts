/** The region, for formats that need one in any case. */

import { type FormatField, fieldValue, type UndoInput } from "./credential-format";

const allowed = /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/;

export const regionField: FormatField = {
  name: "region",
  label: "Region",
  placeholder: "REGION",
  allowed,
  rule: "A region is written like eu-central-1.",
};

/** What was typed, else the region that the keys were taken for, else a placeholder. */
export function fieldOfRegion(input: UndoInput): string {
  const chosen = input.region !== undefined && allowed.test(input.region) ? input.region : undefined;
  return fieldValue(regionField, input, chosen);
}
