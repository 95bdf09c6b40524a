import { createHash } from "node:crypto";
import { EXECUTOR_NAMES } from "../start/executors.ts";

/** Processes of the stack that may be killed, by their names there. */
export const VICTIMS = [...EXECUTOR_NAMES, "Postgres", "IPFS gateway", "Index"] as const;
export type Victim = (typeof VICTIMS)[number];

/**
 * What a kill waits for, and within how many milliseconds after it the kill comes. Of a task's commits and reveals, the
 * victim's own counts if it is an executor, else the first.
 */
export const MOMENTS = {
  "walk begun": 30_000,
  "audit opened": 3_000,
  "audit committed": 1_500,
  "audit revealed": 1_000,
  "review ripe": 2_000,
  "version certified": 1_500,
  "run opened": 2_500,
  "run committed": 1_500,
  "run revealed": 1_000,
} as const;
export type Moment = keyof typeof MOMENTS;

/** One kill: who, after what, and how much later. */
export type Kill = { victim: Victim; moment: Moment; delayMs: number };

/** A third of the kills falls anywhere in the walk, the others where something is under way. */
const ANYWHERE = 1 / 3;

/** The kill of the `walk`th walk (from 1): the same for the same seed, whatever came before. */
export function killOf(seed: number, walk: number): Kill {
  const draw = (what: string) => fraction(`${seed}:${walk}:${what}`);
  const busy = (Object.keys(MOMENTS) as Moment[]).filter((moment) => moment !== "walk begun");
  const moment = draw("anywhere") < ANYWHERE ? "walk begun" : pick(busy, draw("moment"));
  return {
    victim: pick(VICTIMS, draw("victim")),
    moment,
    delayMs: Math.floor(draw("delay") * MOMENTS[moment]),
  };
}

/** From 0 up to, but not including, 1; uniform over the texts. */
function fraction(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}

function pick<T>(items: readonly T[], at: number): T {
  const item = items[Math.floor(at * items.length)];
  if (item === undefined) throw new RangeError(`nothing to pick at ${at} of ${items.length}`);
  return item;
}
