/** Measurements as Prometheus and OpenMetrics read them. The only file that knows the format. */

export const metricsContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Sample = {
  /** Of a counter or a histogram: what its name goes on with. */
  suffix?: "_total" | "_bucket" | "_sum" | "_count";
  labels?: Readonly<Record<string, string>>;
  value: number;
};

export type Metric = {
  /** Letters, digits and underscores, with the unit at its end. */
  name: string;
  type: "gauge" | "counter" | "histogram" | "info";
  help: string;
  /** One for each set of labels; a metric without any is left out. */
  samples: readonly Sample[];
};

function escaped(text: string): string {
  return text.replace(/[\\"\n]/g, (character) => (character === "\n" ? "\\n" : `\\${character}`));
}

function labelled(labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function linesOf({ name, type, help, samples }: Metric): string[] {
  if (samples.length === 0) return [];
  const usual = type === "info" ? "_info" : "";
  return [
    `# TYPE ${name} ${type}`,
    `# HELP ${name} ${escaped(help)}`,
    ...samples.map(({ suffix = usual, labels, value }) => `${name}${suffix}${labelled(labels)} ${value}`),
  ];
}

/** The whole page. */
export function metricsText(metrics: readonly Metric[]): string {
  return [...metrics.flatMap(linesOf), "# EOF", ""].join("\n");
}
