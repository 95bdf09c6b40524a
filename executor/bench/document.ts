import { cpus } from "node:os";
import type { Row } from "./row.ts";

const BEGIN = "<!-- figures: written by `npm run bench:executor -- --record` -->";
const END = "<!-- end of figures -->";

/** What each metric is to reach, and whether it may be higher or lower. */
export const TARGETS: Readonly<Record<string, { readonly most?: number; readonly least?: number }>> = {
  "warm p50": { most: 2 },
  "warm p99": { most: 10 },
  "runs per second": { least: 1_500 },
  "pipeline runs per second": { least: 200 },
  "isolated runs per second": { least: 12 },
  "cold p50": { most: 150 },
  "javascript warm p50": { most: 60 },
  "supervisor memory": { most: 150 },
  "child memory": { most: 110 },
  "event to settled": { most: 4 },
  "queue slowest minute": { least: 0.8 },
};

function targetOf(metric: string): string {
  const { most, least } = TARGETS[metric] ?? {};
  return most === undefined ? `≥ ${least}` : `≤ ${most}`;
}

/** Rows as the page shows them. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ metric, value, unit, peer, peerValue }) =>
    [
      metric,
      `${value} ${unit}`,
      targetOf(metric),
      peer ?? "",
      peerValue === undefined ? "" : `${peerValue} ${unit}`,
    ].join(" | "),
  );
  const head = ["metric | measured | to reach | peer | peer's", "--- | ---: | ---: | --- | ---:"];
  return [...head, ...lines].map((cells) => `| ${cells} |`).join("\n");
}

/** The page with its figures replaced. Throws if it has no place for them. */
export function withFigures(page: string, rows: readonly Row[], load: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin)
    throw new Error(`docs/executor-benchmark.md needs the lines ${BEGIN} and ${END}.`);
  const machine = `${cpus().length} processors (${cpus()[0]?.model ?? "unknown"}), Node ${process.version}. ${load}`;
  return `${page.slice(0, begin)}${BEGIN}\n\n${machine}\n\n${table(rows)}\n\n${page.slice(end)}`;
}
