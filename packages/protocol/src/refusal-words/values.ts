import { formatEther } from "viem";
import {
  BountyState,
  CertificationStatus,
  DisputeKind,
  DisputeState,
  LicenceTier,
  ProposalState,
  TaskState,
} from "../generated/enums.gen.ts";
import {
  CERTIFICATION_STATUS_WORDS,
  DISPUTE_STATE_WORDS,
  LICENCE_TIER_WORDS,
  PROPOSAL_STATE_WORDS,
  TASK_STATE_WORDS,
} from "../states.ts";

// How refusals write the values that contracts give.

export const when = (seconds: number): string => new Date(seconds * 1_000).toISOString();
export const eth = (wei: bigint): string => `${formatEther(wei)} ETH`;
export const nxs = (amount: bigint): string => `${formatEther(amount)} NXS`;
export const bountyWord = (state: number): string => BountyState[state] ?? String(state);
export const taskWord = (state: number): string => TASK_STATE_WORDS[TaskState[state] ?? "None"];
export const proposalWord = (state: number): string =>
  PROPOSAL_STATE_WORDS[ProposalState[state] ?? "Pending"];
export const tierWord = (tier: number): string => LICENCE_TIER_WORDS[LicenceTier[tier] ?? "Commercial"];
export const kindWord = (kind: number): string => (DisputeKind[kind] ?? String(kind)).toLowerCase();
export const disputeWord = (state: number): string => DISPUTE_STATE_WORDS[DisputeState[state] ?? "None"];
export const statusWord = (status: number): string =>
  CERTIFICATION_STATUS_WORDS[CertificationStatus[status] ?? "None"];
