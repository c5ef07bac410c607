/** What the accounts below it have in common. A row of the list, so that readers aloud come by it. */

import type { ReactNode } from "react";
import { EnvironmentDot } from "@/app/_ui/environment";
import { Row, RowHeader } from "@/app/_ui/grid";
import { Name } from "@/app/_ui/name";
import type { ListItem } from "./list-items";

type HeadingProps = {
  item: Extract<ListItem, { kind: "heading" }>;
  /** Whether all accounts have come: half a number would be wrong. */
  counted: boolean;
  /** At the end of the first one: how the list is arranged. */
  tools: ReactNode;
};

export function ListHeading({ item, counted, tools }: HeadingProps) {
  const { title, count, environment } = item;
  return (
    <Row className="flex h-8 items-center gap-2 border-line border-t bg-sunken px-3 md:px-4">
      <RowHeader className="flex min-w-0 grow items-center gap-2">
        {environment ? <EnvironmentDot look={{ environment, colour: null, label: null }} /> : null}
        <h2 className="flex min-w-0 font-medium text-dim text-xs">
          <Name text={title} />
        </h2>
        {counted ? <span className="text-dim text-xs">{count.toLocaleString("en")}</span> : null}
        {tools}
      </RowHeader>
    </Row>
  );
}
