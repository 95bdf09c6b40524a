import type { Chamber, LicenceTier, Signal } from "@nexus/protocol";
import type { Address, Hex } from "viem";
import { useIndexQuery } from "../../index/use-index.ts";

interface VersionName {
  readonly id: Hex;
  readonly name: string;
  readonly semver: string;
}

/** A review in the list. Times are Unix seconds in decimal. */
export interface ListedReview {
  readonly id: string;
  readonly stage: "Submitted" | "Canceled" | "Executed";
  readonly round: number;
  readonly engaged: number;
  readonly passing: number;
  readonly publisher: Address;
  readonly voteEnd: string;
  readonly submittedAt: string;
  readonly version: VersionName;
  readonly audit: { readonly stage: string; readonly signal: Signal };
}

const REVIEWS = `
query Reviews($first: Int!) {
  reviews(first: $first, orderBy: submittedAt, orderDirection: desc) {
    id stage round engaged passing publisher voteEnd submittedAt
    version { id name semver }
    audit { stage signal }
  }
}`;

/** The latest reviews, latest first. */
export function useReviews(first: number) {
  return useIndexQuery<{ reviews: readonly ListedReview[] }>("reviews", REVIEWS, { first });
}

/** A counted ballot. */
export interface CountedVote {
  readonly id: string;
  readonly voter: Address;
  readonly chamber: Chamber;
  readonly support: "Against" | "For" | "Abstain";
  readonly weight: number;
  readonly reason: string;
  readonly criteria: number;
  readonly reportDigest: Hex | null;
  readonly at: string;
  readonly tx: Hex;
}

export interface CountedRecusal {
  readonly id: string;
  readonly account: Address;
  readonly chamber: Chamber;
  readonly weight: number;
  readonly conflicted: boolean;
  readonly at: string;
  readonly tx: Hex;
}

/** What the index adds to a review that the chain itself tells. */
export interface ReviewHistory {
  readonly round: number;
  readonly submittedTx: Hex;
  readonly executedTx: Hex | null;
  readonly version: VersionName;
  readonly bounty: { readonly id: string } | null;
  readonly votes: readonly CountedVote[];
  readonly recusals: readonly CountedRecusal[];
}

const REVIEW = `
query Review($id: ID!) {
  review(id: $id) {
    round submittedTx executedTx
    version { id name semver }
    bounty { id }
    votes(first: 1000, orderBy: at, orderDirection: desc) {
      id voter chamber support weight reason criteria reportDigest at tx
    }
    recusals(first: 1000, orderBy: at, orderDirection: desc) { id account chamber weight conflicted at tx }
  }
}`;

/** A review's votes, recusals and transactions. */
export function useReviewHistory(id: string) {
  return useIndexQuery<{ review: ReviewHistory | null }>("review", REVIEW, { id });
}

/** A version that may be submitted for review, with what the board checks. */
export interface SubmittableVersion extends VersionName {
  readonly publisher: { readonly id: Address };
  readonly manifestDigest: Hex;
  readonly artifactDigest: Hex;
  readonly clauseId: Hex;
  readonly module: Address | null;
  readonly licence: LicenceTier;
  readonly domainChambers: readonly Chamber[];
  readonly yanked: boolean;
  readonly bounties: readonly {
    readonly id: string;
    readonly claimant: Address | null;
  }[];
}

const SUBMITTABLE = `
query Submittable($id: ID!) {
  pluginVersion(id: $id) {
    id name semver manifestDigest artifactDigest clauseId module licence domainChambers yanked
    publisher { id }
    bounties(where: { state: Submitted }) { id claimant }
  }
}`;

/** A version with what its submission needs. */
export function useSubmittableVersion(versionId: Hex) {
  return useIndexQuery<{ pluginVersion: SubmittableVersion | null }>("submittable", SUBMITTABLE, {
    id: versionId,
  });
}
