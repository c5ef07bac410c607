/** Rows and cells for readers aloud, where a native table cannot be: its rows are placed one by one as they are seen. */

import type { ComponentProps } from "react";

type Part = ComponentProps<"div">;

// biome-ignore lint/a11y/useSemanticElements: see the top of this file. The same for all below.
export const Grid = (props: Part) => <div {...props} role="grid" />;

// biome-ignore lint/a11y/useSemanticElements: as above.
export const RowGroup = (props: Part) => <div {...props} role="rowgroup" />;

// biome-ignore lint/a11y/useSemanticElements: as above.
// biome-ignore lint/a11y/useFocusableInteractive: rows that can be chosen bring their own place in the tab order.
export const Row = (props: Part) => <div {...props} role="row" />;

// biome-ignore lint/a11y/useSemanticElements: as above.
// biome-ignore lint/a11y/useFocusableInteractive: as above.
export const RowHeader = (props: Part) => <div {...props} role="rowheader" />;

// biome-ignore lint/a11y/useSemanticElements: as above.
// biome-ignore lint/a11y/useFocusableInteractive: as above.
export const Cell = (props: Part) => <div {...props} role="gridcell" />;
