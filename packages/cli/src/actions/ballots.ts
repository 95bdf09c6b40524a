import { ballotTypedData } from "@nexus/protocol";
import { type Address, encodeAbiParameters, type Hex, zeroHash } from "viem";
import type { LocalAccount } from "viem/accounts";
import { type NexusClient, signerOf } from "../client.ts";
import { CriteriaError } from "../domain-errors.ts";

/** Bravo's support values. */
export const SUPPORT = { against: 0, for: 1, abstain: 2 } as const;
export type Support = keyof typeof SUPPORT;

/** What a review judges; the value is the criterion's bit in an Against ballot. */
export const CRITERIA = { security: 1, clause: 2, performance: 4 } as const;
export type Criterion = keyof typeof CRITERIA;

export interface BallotParameters {
  readonly proposalId: bigint;
  readonly support: Support;
  /** The failing criteria: at least one with `against`, none otherwise. */
  readonly criteria?: readonly Criterion[];
  /** sha2-256 of a report on IPFS, with `against` only. */
  readonly reportDigest?: Hex;
  readonly reason?: string;
}

/** A ballot that anyone may relay. */
export interface SignedBallot {
  readonly chainId: number;
  readonly board: Address;
  readonly proposalId: bigint;
  readonly voter: Address;
  readonly support: number;
  readonly reason: string;
  readonly params: Hex;
  readonly signature: Hex;
}

/** `abi.encode(uint8 criteria, bytes32 reportDigest)` of an Against ballot, `0x` of the others. Throws `CriteriaError`. */
export function ballotParams({ support, criteria = [], reportDigest }: BallotParameters): Hex {
  if (support !== "against") {
    if (criteria.length > 0 || reportDigest !== undefined) throw new CriteriaError({ support, criteria });
    return "0x";
  }
  if (criteria.length === 0) throw new CriteriaError({ support, criteria });
  const bits = criteria.reduce((mask, criterion) => mask | CRITERIA[criterion], 0);
  return encodeAbiParameters([{ type: "uint8" }, { type: "bytes32" }], [bits, reportDigest ?? zeroHash]);
}

/** EIP-712 data of a ballot, over the domain of the board that it names. */
export function typedDataOf(ballot: Omit<SignedBallot, "signature">) {
  const { chainId, board, ...message } = ballot;
  return ballotTypedData({ chainId, verifyingContract: board }, message);
}

async function signatureOf(account: LocalAccount, ballot: Omit<SignedBallot, "signature">): Promise<Hex> {
  const data = typedDataOf(ballot);
  return data.primaryType === "Ballot" ? account.signTypedData(data) : account.signTypedData(data);
}

/** Signs a ballot with the client's account; nothing is sent. */
export async function signBallot(client: NexusClient, parameters: BallotParameters): Promise<SignedBallot> {
  const account = signerOf(client);
  const ballot = {
    chainId: client.chainId,
    board: client.contracts.reviewBoard.address,
    proposalId: parameters.proposalId,
    voter: account.address,
    support: SUPPORT[parameters.support],
    reason: parameters.reason ?? "",
    params: ballotParams(parameters),
  };
  return { ...ballot, signature: await signatureOf(account, ballot) };
}
