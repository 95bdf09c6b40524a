import type { BountyState, CandidateTask, Chamber, MilestoneKind, Signal, TaskKind } from "@nexus/protocol";
import type { Address, Hex } from "viem";
import { useIndexQuery } from "../../index/use-index.ts";

interface VersionName {
  readonly id: Hex;
  readonly name: string;
  readonly semver: string;
}

/** A bounty in the list: amounts in its asset's smallest unit, times in Unix seconds, both in decimal. */
export interface ListedBounty {
  readonly id: string;
  readonly state: BountyState;
  /** Null for ETH. */
  readonly asset: Address | null;
  readonly amount: string;
  readonly contributed: string;
  readonly paid: string;
  readonly deadline: string;
  readonly domainChambers: readonly Chamber[];
  readonly claimant: Address | null;
  readonly clause: { readonly uuid: string } | null;
  readonly version: VersionName | null;
}

const BOUNTIES = `
query Bounties($first: Int!) {
  bounties(first: $first, orderBy: createdAt, orderDirection: desc) {
    id state asset amount contributed paid deadline domainChambers claimant
    clause { uuid }
    version { id name semver }
  }
}`;

/** The latest bounties, latest first. */
export function useBounties(first: number) {
  return useIndexQuery<{ bounties: readonly ListedBounty[] }>("bounties", BOUNTIES, { first });
}

/** What happened to a bounty. */
export interface BountyHistory {
  readonly creator: Address;
  readonly createdAt: string;
  readonly createdTx: Hex;
  readonly specCid: string;
  readonly clause: { readonly uuid: string; readonly jurisdiction: string } | null;
  readonly domainChambers: readonly Chamber[];
  readonly version: (VersionName & { readonly reviews: readonly { readonly id: string }[] }) | null;
  readonly payouts: readonly {
    readonly id: string;
    readonly claimant: Address;
    readonly amount: string;
    readonly at: string;
    readonly tx: Hex;
    readonly milestone: { readonly kind: MilestoneKind };
  }[];
  readonly contributions: readonly {
    readonly id: string;
    readonly funder: Address;
    readonly amount: string;
    readonly refunded: string;
    readonly tx: Hex;
  }[];
  readonly claims: readonly {
    readonly id: string;
    readonly claimant: Address;
    readonly bond: string;
    readonly state: "Claimed" | "Submitted" | "Paid" | "Freed";
    readonly claimedAt: string;
    readonly claimedTx: Hex;
    readonly version: VersionName | null;
  }[];
}

const BOUNTY = `
query Bounty($id: ID!) {
  bounty(id: $id) {
    creator createdAt createdTx specCid domainChambers
    clause { uuid jurisdiction }
    version { id name semver reviews(first: 1, orderBy: submittedAt, orderDirection: desc) { id } }
    payouts(orderBy: at) { id claimant amount at tx milestone { kind } }
    contributions(orderBy: updatedAt) { id funder amount refunded tx }
    claims(orderBy: claimedAt, orderDirection: desc) { id claimant bond state claimedAt claimedTx version { id name semver } }
  }
}`;

/** A bounty's funders, claims and payment. */
export function useBountyHistory(id: string) {
  return useIndexQuery<{ bounty: BountyHistory | null }>("bounty", BOUNTY, { id });
}

/** A version that may answer a bounty, with what the escrow checks. */
export interface AnsweringVersion extends VersionName {
  readonly manifestDigest: Hex;
  readonly artifactDigest: Hex;
  readonly clauseId: Hex;
  readonly module: Address | null;
  readonly domains: number;
}

const ANSWERS = `
query Answers($publisher: String!, $clauseId: Bytes!) {
  pluginVersions(
    where: { publisher: $publisher, clauseId: $clauseId, yanked: false }
    orderBy: publishedAt
    orderDirection: desc
  ) { id name semver manifestDigest artifactDigest clauseId module domains }
}`;

/** An account's versions for a clause, latest first. */
export function useAnswers(publisher: Address | undefined, clauseId: Hex) {
  const variables = { publisher: (publisher ?? "0x").toLowerCase(), clauseId };
  return useIndexQuery<{ pluginVersions: readonly AnsweringVersion[] }>("answers", ANSWERS, variables);
}

interface IndexedTask {
  readonly id: Hex;
  readonly kind: TaskKind;
  readonly requester: Address;
  readonly reward: string;
  readonly signal: Signal;
  readonly stage: "Open" | "Settled" | "Failed";
}

const PROOF_TASKS = `
query ProofTasks($version: String!) {
  runTasks(first: 100, where: { version: $version, stage: Settled }, orderBy: settledAt, orderDirection: desc) {
    id kind requester reward signal stage
  }
}`;

/** The settled tasks of a version, among which the proof of a milestone is; the chain checks it again. */
export function useProofTasks(version: Hex): readonly CandidateTask[] {
  const { data } = useIndexQuery<{ runTasks: readonly IndexedTask[] }>("proof-tasks", PROOF_TASKS, {
    version,
  });
  return (data?.runTasks ?? []).map(({ id, kind, requester, reward, signal, stage }) => ({
    ...{ taskId: id, kind, requester },
    reward: BigInt(reward),
    passed: signal === "Pass",
    valid: stage === "Settled",
  }));
}
