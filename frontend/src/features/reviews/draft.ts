import {
  type BallotParameters,
  type Criterion,
  digestOfCid,
  isDigest,
  NxsError,
  type Support,
} from "@nexus/protocol";
import type { Hex } from "viem";

/** A ballot as the form holds it. */
export interface BallotDraft {
  readonly support: Support | undefined;
  readonly criteria: readonly Criterion[];
  /** CID or digest of a report, as typed. */
  readonly report: string;
  readonly reason: string;
}

export const EMPTY_DRAFT: BallotDraft = { support: undefined, criteria: [], report: "", reason: "" };

/** The digest that a CID or a digest in hex names; a sentence if it names none. */
export function reportDigestOf(text: string): { readonly digest?: Hex; readonly fault?: string } {
  const trimmed = text.trim();
  if (trimmed === "") return {};
  if (isDigest(trimmed)) return { digest: trimmed };
  try {
    return { digest: digestOfCid(trimmed) };
  } catch (error) {
    if (error instanceof NxsError) return { fault: error.message };
    throw error;
  }
}

/** What a draft comes to, or what it still lacks. */
export function ballotOf(
  proposalId: bigint,
  { support, criteria, report, reason }: BallotDraft,
): { readonly parameters: BallotParameters } | { readonly lacks: string } {
  if (support === undefined) return { lacks: "Choose For, Against or Abstain." };
  const words = reason.trim() === "" ? {} : { reason: reason.trim() };
  if (support !== "against") return { parameters: { proposalId, support, ...words } };
  if (criteria.length === 0) return { lacks: "Name at least one criterion that fails." };
  const { digest, fault } = reportDigestOf(report);
  if (fault !== undefined) return { lacks: "Correct the report's CID, or leave it out." };
  return {
    parameters: { proposalId, support, criteria, ...words, ...(digest && { reportDigest: digest }) },
  };
}
