import type { Hex } from "viem";

/**
 * What is out of the ordinary about a plugin, by rule:
 * - "usage": a run used far more than the plugin's runs do.
 * - "denied-calls": the plugin asked for what it isn't granted.
 * - "tampered": bytes under its digests were other bytes, again and again.
 * - "escape-attempt": its component imports what nothing grants, or its child broke the protocol with its supervisor.
 * - "replica-mismatch": the executors settled another result than the one computed here.
 * - "unstable": many of its last runs ended without a result.
 */
export const ANOMALY_KINDS = [
  "usage",
  "denied-calls",
  "tampered",
  "escape-attempt",
  "replica-mismatch",
  "unstable",
] as const;
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

export type Anomaly = {
  readonly kind: AnomalyKind;
  readonly taskId: Hex;
  readonly versionId: Hex;
  /** A sentence for people. */
  readonly detail: string;
};

/** After these the version isn't run here any more, until an operator lifts it: running it again can only cost or harm. */
const QUARANTINING: readonly AnomalyKind[] = ["tampered", "escape-attempt", "replica-mismatch"];

export function quarantines({ kind }: Anomaly): boolean {
  return QUARANTINING.includes(kind);
}

/** What a run used, as far as it says something about the plugin: what depends on the machine's load isn't here. */
export type Measures = Readonly<Record<string, number>>;

/** A run's end, as the watch sees it. */
export type Observation = {
  readonly taskId: Hex;
  readonly versionId: Hex;
  /** Null: no result, for the named reason. */
  readonly measures: Measures | null;
  readonly reason: string | null;
  readonly deniedCalls: number;
};

/** Values kept of each measure of a version. */
const WINDOW = 256;
/** Below this many values nothing is called unusual. */
const ENOUGH = 32;
const UNUSUAL_FACTOR = 4;
const QUANTILE = 0.99;
/** Versions whose history is kept; the one that was seen least recently goes first. */
const VERSIONS = 512;
/** Ends looked at for "unstable", and how many of them may be void. */
const LAST_ENDS = 32;
const MOST_VOID = 8;

type History = { readonly values: Map<string, number[]>; readonly voids: boolean[] };

/** Watches the runs of every version; its memory is bounded. */
export type AnomalyWatch = {
  /** Takes a run's end and tells what is out of the ordinary about it. */
  observe(observation: Observation): readonly Anomaly[];
  /** The quantile of a measure of a version, undefined below the least number of values. */
  quantile(versionId: Hex, measure: string): number | undefined;
};

export function anomalyWatch(): AnomalyWatch {
  const histories = new Map<Hex, History>();
  const historyOf = (versionId: Hex): History => {
    const known = histories.get(versionId) ?? { values: new Map<string, number[]>(), voids: [] };
    histories.delete(versionId);
    histories.set(versionId, known);
    const oldest = histories.keys().next();
    if (histories.size > VERSIONS && !oldest.done) histories.delete(oldest.value);
    return known;
  };
  return {
    observe: (observation) => {
      const history = historyOf(observation.versionId);
      const kinds = [
        ...unusual(history, observation),
        ...denied(observation),
        ...unstable(history, observation),
      ];
      const { taskId, versionId } = observation;
      return kinds.map(([kind, detail]) => ({ kind, detail, taskId, versionId }));
    },
    quantile: (versionId, measure) => quantileOf(histories.get(versionId)?.values.get(measure) ?? []),
  };
}

type Found = readonly [kind: AnomalyKind, detail: string];

/** Compares each measure with its history before it joins it, so that a first outlier can't hide itself. */
function unusual({ values }: History, { measures }: Observation): Found[] {
  return Object.entries(measures ?? {}).flatMap(([measure, value]): Found[] => {
    const known = values.get(measure) ?? [];
    const usual = quantileOf(known);
    values.set(measure, [...known, value].slice(-WINDOW));
    if (usual === undefined || value <= Math.max(usual, 1) * UNUSUAL_FACTOR) return [];
    const text = `It used ${value} of ${measure}, where 99 of 100 of its runs stay within ${usual}.`;
    return [["usage", text]];
  });
}

function denied({ deniedCalls }: Observation): Found[] {
  if (deniedCalls === 0) return [];
  return [["denied-calls", `${deniedCalls} of its host calls asked for what it isn't granted.`]];
}

function unstable({ voids }: History, { measures, reason }: Observation): Found[] {
  voids.push(measures === null);
  if (voids.length > LAST_ENDS) voids.shift();
  const count = voids.filter(Boolean).length;
  if (measures !== null || count !== MOST_VOID) return [];
  return [
    [
      "unstable",
      `It ended ${count} of its last ${voids.length} runs without a result, the latest for "${reason}".`,
    ],
  ];
}

function quantileOf(values: readonly number[]): number | undefined {
  if (values.length < ENOUGH) return undefined;
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * QUANTILE) - 1];
}
