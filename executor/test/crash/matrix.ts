import { createHash } from "node:crypto";
import { FAULTS, type FaultName, faultNamed } from "./faults.ts";
import { KEEPING, type Keeping } from "./reorganise.ts";
import { type Point, STEP_NAMES, type Step } from "./steps.ts";

/** What happens to a run at one of its points. */
export type Case =
  | { readonly kind: "kill"; readonly point: Point }
  | { readonly kind: "fault"; readonly point: Point; readonly fault: FaultName }
  | {
      readonly kind: "reorganisation";
      readonly point: Point;
      readonly depth: number;
      readonly keeping: Keeping;
      /** The executor goes on first, and has seen the blocks that are replaced. */
      readonly seen: boolean;
    };

const DEEPEST = 8;

/** Around the creation of a run, its commitment, its reveal and its end. */
const QUEUED: Point = { step: "run-queued", when: "after" };
const COMMITTED: Point = { step: "commit-mined", when: "after" };
const REVEALED: Point = { step: "reveal-mined", when: "after" };
const SETTLED: Point = { step: "settlement-mined", when: "after" };

const killed = (step: Step, when: Point["when"]): Case => ({ kind: "kill", point: { step, when } });
const faulty = (step: Step, fault: FaultName): Case => ({
  ...{ kind: "fault", point: { step, when: "before" }, fault },
});

const moved = (point: Point, depth: number, keeping: Keeping, seen = false): Case => ({
  ...{ kind: "reorganisation", point, depth, keeping, seen },
});

/** Steps that take their time where nothing is kept, and have processes and files of their own meanwhile. */
const LONG: readonly Step[] = ["prepared", "executed"];

const KILLS: readonly Case[] = [
  ...STEP_NAMES.flatMap((step) => [killed(step, "before"), killed(step, "after")]),
  ...LONG.map((step) => killed(step, "amid")),
];

const FAULTY: readonly Case[] = (Object.keys(FAULTS) as FaultName[]).flatMap((fault) =>
  faultNamed(fault).at.map((step) => faulty(step, fault)),
);

/** The end of a task that was seen stays once it is as deep as the executor waits for: a block. */
const MOVED: readonly Case[] = [
  ...[QUEUED, COMMITTED, REVEALED, SETTLED].flatMap((point) =>
    KEEPING.flatMap((keeping) => Array.from({ length: DEEPEST }, (_, i) => moved(point, i + 1, keeping))),
  ),
  ...KEEPING.map((keeping) => moved(SETTLED, 1, keeping, true)),
];

/** Every case. */
export const MATRIX: readonly Case[] = [...KILLS, ...FAULTY, ...MOVED];

/**
 * What happens to one executor of two whose results must agree: around all that one of them does before the other's eyes. The task's
 * own block stays: who has run it in a block that is gone can't agree with who runs it in another.
 */
export const SHARED: readonly Case[] = [
  ...[killed("content-fetched", "before"), killed("result-stored", "after"), killed("commit-noted", "after")],
  ...[killed("commit-sent", "after"), killed("commit-mined", "after"), killed("reveal-announced", "after")],
  ...[killed("reveal-noted", "after"), killed("reveal-sent", "after"), killed("reveal-mined", "after")],
  ...[faulty("commit-noted", "database killed"), faulty("reveal-noted", "database losing answers")],
  ...[faulty("commit-sent", "node losing answers"), faulty("reveal-sent", "node losing answers")],
  ...[faulty("reveal-announced", "node down"), faulty("content-fetched", "gateway lying")],
  ...[1, 3, DEEPEST].flatMap((depth) => KEEPING.map((keeping) => moved(COMMITTED, depth, keeping))),
  ...KEEPING.map((keeping) => moved(REVEALED, 1, keeping)),
];

/** A case of each kind, the same for the same seed. */
export function sampleOf(seed: number): readonly Case[] {
  return [...drawn(KILLS, 1, seed), ...drawn(FAULTY, 1, seed), ...drawn(MOVED, 1, seed)];
}

function drawn(cases: readonly Case[], count: number, seed: number): readonly Case[] {
  const rank = (item: Case) =>
    createHash("sha256")
      .update(`${seed}:${JSON.stringify(item)}`)
      .digest("hex");
  return cases.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, count);
}
