import type { RefusalWords } from "../refusals.ts";
import { nxs, taskWord, when } from "./values.ts";

/** Refusals about executors and tasks. */
export const EXECUTION_REFUSALS = {
  ExecutorRegistryZeroAmount: () => "The amount is 0: give some NXS.",
  ExecutorRegistryInsufficientStake: ({ executor, stake, amount }) =>
    `${executor} has ${nxs(stake)} at stake, less than ${nxs(amount)}.`,
  ExecutorRegistryStillUnbonding: ({ until }) =>
    `The stake is unbonding until ${when(until)}: withdraw after that.`,
  ExecutorRegistryNothingToWithdraw: ({ executor }) => `${executor} has nothing that finished unbonding.`,
  ExecutorRegistryInvalidAffiliation: ({ affiliation }) =>
    `The affiliation ${affiliation} can't be used: give one from 1 on.`,
  ExecutorRegistryInactive: ({ executor }) =>
    `${executor} isn't an active executor, so its reports stand for nothing: stake and be attested first.`,
  ExecutorRegistryInvalidRegion: ({ region }) =>
    `The region ${region} can't be used: give an ISO 3166-1 alpha-2 code in capitals, such as KE.`,
  ResultConsensusInvalidRules: ({ field, value }) => `The rule ${field} can't be ${value}.`,
  ResultConsensusStakeAtRisk: ({ executor, stake, needed }) =>
    `${executor} has ${nxs(stake)} at stake and needs ${nxs(needed)} for its open tasks and this one: add stake, or wait until they settle.`,
  ResultConsensusVersionYanked: ({ versionId }) => `Version ${versionId} was withdrawn: run a newer one.`,
  ResultConsensusInvalidTerms: ({ quorum, panel }) =>
    `${quorum} of ${panel} executors can't decide: the quorum must be more than half of the panel.`,
  ResultConsensusNotBound: ({ clauseId, versionId }) =>
    `Clause ${clauseId} may not run version ${versionId}: a clause steward binds it as executable first.`,
  ResultConsensusNotLicensed: ({ versionId, requester }) =>
    `The licence of version ${versionId} doesn't let ${requester} run it: get a grant from its publisher.`,
  ResultConsensusTaskExists: ({ taskId }) => `This event already has a run: see "nexus run show ${taskId}".`,
  ResultConsensusUnexpectedState: ({ taskId, current, expected }) =>
    `Task ${taskId}: ${taskWord(current)}; this is possible only while ${taskWord(expected)}.`,
  ResultConsensusInactiveExecutor: ({ executor }) =>
    `${executor} isn't an active executor: it needs a stake, an attested affiliation and no suspension.`,
  ResultConsensusAffiliationTaken: ({ taskId, affiliation }) =>
    `An executor of affiliation ${affiliation} has committed to task ${taskId} already: results must be independent.`,
  ResultConsensusAlreadyCommitted: ({ taskId, executor }) =>
    `${executor} has committed to task ${taskId} already.`,
  ResultConsensusAlreadyRevealed: ({ taskId, executor }) =>
    `${executor} has revealed task ${taskId} already.`,
  ResultConsensusEmptyCommitment: () => "The commitment is empty.",
  ResultConsensusNoSignal: () => "A result carries a signal: PASS, FAIL, TRIGGER or ESCALATE.",
  ResultConsensusCommitmentMismatch: ({ taskId, executor }) =>
    `What ${executor} reveals isn't what it committed to for task ${taskId}: a copied commitment can't be opened.`,
  ResultConsensusNotSlashable: ({ taskId, executor }) =>
    `${executor} did nothing in task ${taskId} that is slashed.`,
  ResultConsensusChallengeOver: ({ taskId, until }) =>
    `The result of task ${taskId} could be challenged until ${when(until)}; it stands.`,
  ResultConsensusNoEvidence: () => "A proof of fault needs evidence: give its sha2-256 digest.",
  ResultConsensusNothingToWithdraw: ({ account }) => `The consensus owes ${account} nothing.`,
} satisfies Partial<RefusalWords>;
