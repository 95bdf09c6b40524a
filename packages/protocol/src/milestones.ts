import type { Address, Hex } from "viem";
import type { MilestoneKind, TaskKind } from "./generated/enums.gen.ts";

/** A task of the submitted version, as far as a milestone's proof asks. */
export interface CandidateTask {
  readonly taskId: Hex;
  readonly kind: TaskKind;
  readonly requester: Address;
  /** In NXS, smallest unit. */
  readonly reward: bigint;
  /** Settled with the signal Pass. */
  readonly passed: boolean;
  /** Settled, and its version wasn't revoked for cause. */
  readonly valid: boolean;
}

/** What a bounty says of the tasks that count. */
export interface ProofTerms {
  readonly attester: Address;
  readonly claimant: Address;
  readonly minimumReward: bigint;
}

const same = (a: Address, b: Address): boolean => a.toLowerCase() === b.toLowerCase();

/** One run a requester, ascending by requester, as `BountyEscrow.release` wants them. */
function runsOf(terms: ProofTerms, tasks: readonly CandidateTask[]): readonly CandidateTask[] {
  const counting = tasks.filter(
    ({ kind, valid, requester, reward }) =>
      kind === "Execution" && valid && reward >= terms.minimumReward && !same(requester, terms.claimant),
  );
  const byRequester = new Map(counting.map((task) => [task.requester.toLowerCase(), task]));
  return [...byRequester].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, task]) => task);
}

/**
 * The task ids that prove a milestone, of all tasks of the submitted version; `undefined` if they don't. A certification
 * needs none: whether it stands is asked of its registry.
 */
export function milestoneProof(
  milestone: { readonly kind: MilestoneKind; readonly runs: number },
  terms: ProofTerms,
  tasks: readonly CandidateTask[],
): readonly Hex[] | undefined {
  if (milestone.kind === "Certified") return [];
  if (milestone.kind === "Audited") {
    const audit = tasks.find(
      ({ kind, passed, valid, requester }) =>
        kind === "Audit" && passed && valid && same(requester, terms.attester),
    );
    return audit && [audit.taskId];
  }
  const runs = runsOf(terms, tasks);
  return runs.length < milestone.runs ? undefined : runs.slice(0, milestone.runs).map(({ taskId }) => taskId);
}
