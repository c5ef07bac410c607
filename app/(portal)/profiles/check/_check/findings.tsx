"use client";
/** What was found: how much of it, and each with its reason, its place and its fix. Only what is seen exists in the page. */

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useStable } from "@/app/_ui/use-stable";
import type { FileKind, Finding } from "@/lib/profiles/lint-file";
import type { Severity } from "@/lib/profiles/lint-rules";
import type { CheckState } from "./check-state";
import { linesOfFile } from "./excerpt-lines";
import { FindingCard } from "./finding-card";
import { countOf, type FindingItem, findingItems, ruleOf, type Shown, severities } from "./finding-list";
import { KeyAdvice } from "./key-advice";
import { NothingFound } from "./nothing-found";
import { severityWords } from "./severity";

export type FixAll = (title: string, wanted: (finding: Finding) => boolean) => Promise<void>;

type FindingsProps = {
  state: CheckState;
  findings: readonly Finding[];
  busy: boolean;
  onFix: (finding: Finding) => void;
  onFixAll: FixAll;
};

export function Findings({ state, findings, busy, onFix, onFixAll }: FindingsProps) {
  const [wanted, setWanted] = useState<Shown>("all");
  // What was narrowed to may be mended meanwhile.
  const shown = wanted !== "all" && countOf(findings, wanted) === 0 ? "all" : wanted;
  const items = useMemo(() => findingItems(findings, shown), [findings, shown]);
  if (findings.length === 0) return <NothingFound state={state} />;
  return (
    <section aria-label="Findings" className="min-w-0 space-y-3">
      <Totals findings={findings} shown={shown} onShown={setWanted} />
      {findings.some(({ rule }) => rule === "long-term-key") ? <KeyAdvice /> : null}
      <FindingList state={state} items={items} busy={busy} onFix={onFix} onFixAll={onFixAll} />
    </section>
  );
}

type TotalsProps = Pick<FindingsProps, "findings"> & { shown: Shown; onShown: (shown: Shown) => void };

function Totals({ findings, shown, onShown }: TotalsProps) {
  const found = severities.map((severity) => [severity, countOf(findings, severity)] as const);
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">Show</legend>
      <Chip pressed={shown === "all"} onPress={() => onShown("all")}>
        All {findings.length.toLocaleString("en")}
      </Chip>
      {found.map(([severity, count]) =>
        count === 0 ? null : (
          <Chip key={severity} pressed={shown === severity} onPress={() => onShown(severity)}>
            {severityWords(severity, count)}
          </Chip>
        ),
      )}
    </fieldset>
  );
}

type ChipProps = { pressed: boolean; onPress: () => void; children: React.ReactNode };

function Chip({ pressed, onPress, children }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className="h-7 rounded-full border border-edge bg-panel px-3 text-sm hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-tint aria-pressed:font-medium"
    >
      {children}
    </button>
  );
}

type ListProps = Pick<FindingsProps, "state" | "busy" | "onFix" | "onFixAll"> & {
  items: readonly FindingItem[];
};

function FindingList({ state, items, busy, onFix, onFixAll }: ListProps) {
  const list = useRef<HTMLUListElement>(null);
  const top = useTop(list);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: (index) => (items[index]?.kind === "heading" ? 44 : 190),
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 4,
    scrollMargin: top,
  });
  const lines = useFileLines(state);
  const next = useNextFocus(list, items);
  const fix = useStable((finding: Finding, place: number) => {
    next(place);
    onFix(finding);
  });

  return (
    <ul ref={list} aria-label="Findings" className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ key, index, start }) => {
        const item = items[index];
        if (!item) return null;
        return (
          <li
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            aria-posinset={index + 1}
            aria-setsize={items.length}
            className="absolute inset-x-0 top-0 pb-2"
            style={{ transform: `translateY(${start - top}px)` }}
          >
            {item.kind === "heading" ? (
              <Heading severity={item.severity} count={item.count} />
            ) : (
              <FindingCard
                item={item}
                lines={lines[item.finding.file]}
                busy={busy}
                onFix={fix}
                onFixAll={(title) => onFixAll(title, (one) => ruleOf(one) === ruleOf(item.finding))}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Heading({ severity, count }: { severity: Severity; count: number }) {
  return <h2 className="pt-2 font-semibold text-lg">{severityWords(severity, count)}</h2>;
}

function useFileLines({ files }: CheckState): Record<FileKind, ReturnType<typeof linesOfFile>> {
  const { config, credentials } = files;
  const first = useMemo(() => linesOfFile(config?.text ?? ""), [config]);
  const second = useMemo(() => linesOfFile(credentials?.text ?? ""), [credentials]);
  return { config: first, credentials: second };
}

/** Where the list begins on the page. What stands above it comes and goes. */
function useTop(list: React.RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      if (list.current) setTop(Math.round(list.current.getBoundingClientRect().top + scrollY));
    };
    const around = new ResizeObserver(measure);
    if (list.current?.parentElement) around.observe(list.current.parentElement);
    measure();
    return () => around.disconnect();
  }, [list]);
  return top;
}

/** A finding goes with its button, and the keyboard goes on to the one that takes its place. */
function useNextFocus(list: React.RefObject<HTMLElement | null>, items: readonly FindingItem[]) {
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    const place = wanted.current;
    wanted.current = null;
    if (place === null || items.length === 0) return;
    const cards = [...(list.current?.querySelectorAll<HTMLElement>("[data-finding]") ?? [])];
    const at = cards.find((card) => Number(card.dataset.finding) >= place) ?? cards.at(-1);
    (at?.querySelector<HTMLElement>("[data-fix]") ?? at)?.focus({ preventScroll: true });
  }, [items, list]);
  return (place: number) => {
    wanted.current = place;
  };
}
