import { createHash } from "node:crypto";
import { FAULTS, type FaultName } from "./faults.ts";
import { KEEPING, type Keeping } from "./reorganise.ts";
import { type Point, STEP_NAMES } from "./steps.ts";

/** What happens to a run at one of its points. */
export type Case =
  | { readonly kind: "kill"; readonly point: Point }
  | { readonly kind: "fault"; readonly point: Point; readonly fault: FaultName }
  | {
      readonly kind: "reorganisation";
      readonly point: Point;
      readonly depth: number;
      readonly keeping: Keeping;
    };

const DEEPEST = 8;

/** Around the creation of a run, and around its commitment. */
const REORGANISED: readonly Point[] = [
  { step: "run-queued", when: "after" },
  { step: "commit-mined", when: "after" },
];

const KILLS: readonly Case[] = STEP_NAMES.flatMap((step) =>
  (["before", "after"] as const).map((when): Case => ({ kind: "kill", point: { step, when } })),
);

const FAULTY: readonly Case[] = STEP_NAMES.flatMap((step) =>
  (Object.keys(FAULTS) as FaultName[]).map(
    (fault): Case => ({ kind: "fault", point: { step, when: "before" }, fault }),
  ),
);

const MOVED: readonly Case[] = REORGANISED.flatMap((point) =>
  KEEPING.flatMap((keeping) =>
    Array.from(
      { length: DEEPEST },
      (_, i): Case => ({ kind: "reorganisation", point, depth: i + 1, keeping }),
    ),
  ),
);

/** Every case. */
export const MATRIX: readonly Case[] = [...KILLS, ...FAULTY, ...MOVED];

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
