import { type Address, encodeAbiParameters, type Hex, zeroHash } from "viem";
import { z } from "zod";
import { BallotElsewhereError, CriteriaError } from "./errors.ts";
import { addressShape, textOf } from "./shapes.ts";
import { ballotTypedData } from "./typed-data.ts";

/** Bravo's support values. */
export const SUPPORT = { against: 0, for: 1, abstain: 2 } as const;
export type Support = keyof typeof SUPPORT;

/** What a review judges; the value is the criterion's bit in an Against ballot. */
export const CRITERIA = { security: 1, clause: 2, performance: 4 } as const;
export type Criterion = keyof typeof CRITERIA;

/** The criteria that an Against ballot's bits name. */
export function criteriaOfMask(mask: number): Criterion[] {
  return (Object.keys(CRITERIA) as Criterion[]).filter((criterion) => (mask & CRITERIA[criterion]) !== 0);
}

export interface BallotParameters {
  readonly proposalId: bigint;
  readonly support: Support;
  /** The failing criteria: at least one with `against`, none otherwise. */
  readonly criteria?: readonly Criterion[];
  /** sha2-256 of a report on IPFS, with `against` only. */
  readonly reportDigest?: Hex;
  readonly reason?: string;
}

/** Where a ballot counts. */
export interface BallotPlace {
  readonly chainId: number;
  readonly board: Address;
  readonly proposalId: bigint;
}

/** A ballot before it is signed. */
export interface UnsignedBallot extends BallotPlace {
  readonly voter: Address;
  readonly support: number;
  readonly reason: string;
  readonly params: Hex;
}

/** A ballot that anyone may relay. */
export interface SignedBallot extends UnsignedBallot {
  readonly signature: Hex;
}

const bytesShape = textOf<Hex>(/^0x([0-9a-fA-F]{2})*$/u, "must be 0x and hex digits");

/** A signed ballot as JSON holds it. */
export const signedBallotSchema = z.strictObject({
  chainId: z.int().positive(),
  board: addressShape,
  proposalId: z
    .string()
    .regex(/^[0-9]+$/, "must be a whole number in quotes")
    .transform(BigInt),
  voter: addressShape,
  support: z.int().min(0).max(2),
  reason: z.string(),
  params: bytesShape,
  signature: bytesShape,
});

/** `abi.encode(uint8 criteria, bytes32 reportDigest)` of an Against ballot, `0x` of the others. @throws CriteriaError */
export function ballotParams({ support, criteria = [], reportDigest }: BallotParameters): Hex {
  if (support !== "against") {
    if (criteria.length > 0 || reportDigest !== undefined) throw new CriteriaError({ support, criteria });
    return "0x";
  }
  if (criteria.length === 0) throw new CriteriaError({ support, criteria });
  const bits = criteria.reduce((mask, criterion) => mask | CRITERIA[criterion], 0);
  return encodeAbiParameters([{ type: "uint8" }, { type: "bytes32" }], [bits, reportDigest ?? zeroHash]);
}

/** The call of the ReviewBoard that casts a vote by transaction. @throws CriteriaError */
export function voteCall(parameters: BallotParameters) {
  const { proposalId, reason = "" } = parameters;
  const support = SUPPORT[parameters.support];
  const params = ballotParams(parameters);
  if (params !== "0x") {
    return {
      functionName: "castVoteWithReasonAndParams",
      args: [proposalId, support, reason, params],
    } as const;
  }
  if (reason === "") return { functionName: "castVote", args: [proposalId, support] } as const;
  return { functionName: "castVoteWithReason", args: [proposalId, support, reason] } as const;
}

/** The ballot that a voter is to sign. @throws CriteriaError */
export function unsignedBallot(
  place: Omit<BallotPlace, "proposalId">,
  voter: Address,
  parameters: BallotParameters,
): UnsignedBallot {
  return {
    ...place,
    proposalId: parameters.proposalId,
    voter,
    support: SUPPORT[parameters.support],
    reason: parameters.reason ?? "",
    params: ballotParams(parameters),
  };
}

/** EIP-712 data of a ballot, over the domain of the board that it names. */
export function typedDataOfBallot(ballot: UnsignedBallot) {
  const { chainId, board, ...message } = ballot;
  return ballotTypedData({ chainId, verifyingContract: board }, message);
}

/** Passes if a ballot is for this chain, board and proposal. @throws BallotElsewhereError */
export function assertBallotFor(expected: BallotPlace, ballot: UnsignedBallot): void {
  for (const field of ["chainId", "board", "proposalId"] as const) {
    const [value, wanted] = [String(ballot[field]), String(expected[field])];
    if (value.toLowerCase() === wanted.toLowerCase()) continue;
    throw new BallotElsewhereError({ voter: ballot.voter, field, value, expected: wanted });
  }
}
