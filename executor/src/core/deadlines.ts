import type { Hex } from "viem";
import { deadlineNotice, type Notice } from "./notice.ts";
import type { Phase } from "./run.ts";

/** When a task takes its last commitment and its last reveal; Unix seconds of chain time. */
export type TaskDeadlines = {
  readonly createdAt: number;
  readonly commitBy: number;
  readonly revealBy: number;
};

export type DeadlinePorts = {
  /** Runs whose phase is `WITH_DEADLINE`, oldest first, bounded. */
  openRuns(): Promise<readonly { readonly taskId: Hex; readonly phase: Phase }[]>;
  now(): Promise<number>;
  deadlines(taskId: Hex): Promise<TaskDeadlines>;
  /** Told once per id. */
  notify(notice: Notice): Promise<void>;
};

/** A step is late once this share of its window is over. */
const LATE = 0.75;

const BEFORE_COMMIT: readonly Phase[] = ["pending", "executed", "committing"];
const BEFORE_REVEAL: readonly Phase[] = ["committed", "revealing"];

/** What is revealed has no deadline any more, however long its end takes to stay. */
export const WITH_DEADLINE: readonly Phase[] = [...BEFORE_COMMIT, ...BEFORE_REVEAL];

/** Tells of runs whose next step is due soon and isn't done. */
export async function watchDeadlines(ports: DeadlinePorts): Promise<void> {
  const runs = await ports.openRuns();
  if (runs.length === 0) return;
  const now = await ports.now();
  for (const { taskId, phase } of runs) {
    const notice = lateStep(taskId, phase, now, await ports.deadlines(taskId));
    if (notice !== null) await ports.notify(notice);
  }
}

function lateStep(taskId: Hex, phase: Phase, now: number, deadlines: TaskDeadlines): Notice | null {
  const { createdAt, commitBy, revealBy } = deadlines;
  if (BEFORE_COMMIT.includes(phase) && isLate(now, createdAt, commitBy))
    return deadlineNotice(taskId, "commit", commitBy - now);
  if (BEFORE_REVEAL.includes(phase) && isLate(now, commitBy, revealBy))
    return deadlineNotice(taskId, "reveal", revealBy - now);
  return null;
}

function isLate(now: number, from: number, to: number): boolean {
  return now <= to && now - from >= (to - from) * LATE;
}
