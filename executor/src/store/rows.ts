import type { Hex } from "viem";
import type { Phase, Reason, Run, RunFault, StoredResult, TaskEvent } from "../core/run.ts";

/** A task event as JSON holds it: its block number as a string. */
type EventJson = Omit<TaskEvent, "blockNumber"> & { readonly blockNumber: string };

/** A row of `executor.runs`, as the driver gives it. */
export type RunRow = {
  readonly event: EventJson;
  readonly phase: Phase;
  readonly attempt: number;
  readonly orphaned: boolean;
  readonly result: StoredResult | null;
  readonly commit_tx: Hex | null;
  readonly reveal_tx: Hex | null;
  readonly reason: Reason | null;
  readonly detail: string | null;
  readonly faults: number;
  readonly last_fault: RunFault | null;
};

/** The columns of a `RunRow`. Named one by one, so that a prepared statement outlives a column that a later version adds. */
export const RUN_COLUMNS =
  "event, phase, attempt, orphaned, result, commit_tx, reveal_tx, reason, detail, faults, last_fault";

export function runOf(row: RunRow): Run {
  return {
    event: { ...row.event, blockNumber: BigInt(row.event.blockNumber) },
    phase: row.phase,
    attempt: row.attempt,
    orphaned: row.orphaned,
    result: row.result,
    commitTx: row.commit_tx,
    revealTx: row.reveal_tx,
    reason: row.reason,
    detail: row.detail,
    faults: row.faults,
    lastFault: row.last_fault,
  };
}

export function eventJson(event: TaskEvent): string {
  return JSON.stringify({ ...event, blockNumber: event.blockNumber.toString() });
}
