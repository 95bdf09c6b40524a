/**
 * What an executor does for a run, in order. The numbers in `docs/executor-crash.md` are places in this list, from 1. Each has a
 * point before it has an effect and one after it had one, at which the tests end the process or take something away from it.
 */
export const STEPS = [
  ["blocks-read", "the logs of new blocks are read"],
  ["run-queued", "cursor, run and job are written, in one transaction"],
  ["run-claimed", "a job takes the run under its next attempt number"],
  ["admitted", "the chain is asked whether the version may run"],
  ["content-fetched", "manifest, component and input come from IPFS"],
  ["prepared", "the component is checked, metered and made runnable, or taken from the cache"],
  ["executed", "the sandbox runs it"],
  ["receipt-signed", "the executor's key signs the receipt"],
  ["result-stored", "result, receipt and salt are written"],
  ["receipt-pinned", "the receipt goes to IPFS"],
  ["commit-announced", "the run becomes `committing`"],
  ["commit-noted", "the signed transaction's hash is written"],
  ["commit-sent", "the node takes the commitment"],
  ["commit-mined", "a block has it"],
  ["commit-recorded", "the run becomes `committed`"],
  ["reveal-announced", "the run becomes `revealing`"],
  ["reveal-noted", "the signed transaction's hash is written"],
  ["reveal-sent", "the node takes the reveal"],
  ["reveal-mined", "a block has it"],
  ["reveal-recorded", "the run becomes `revealed`"],
  ["settlement-sent", "the node takes the settlement"],
  ["settlement-mined", "a block has it"],
  ["settlement-recorded", "the run becomes `settled`"],
] as const;

export type Step = (typeof STEPS)[number][0];
/** Amid: while it is under way. */
export type When = "before" | "amid" | "after";

/** One point of a run. */
export type Point = { readonly step: Step; readonly when: When };

export const STEP_NAMES: readonly Step[] = STEPS.map(([name]) => name);

/** Such as `13 commit-sent, after`. */
export function nameOf({ step, when }: Point): string {
  return `${STEP_NAMES.indexOf(step) + 1} ${step}, ${when}`;
}
