import {
  assertBallotFor,
  type BallotParameters,
  BallotSignatureError,
  type SignedBallot,
  typedDataOfBallot,
  voteCall,
} from "@nexus/protocol";
import { type Address, encodeFunctionData, type Hex } from "viem";
import { explained, type NexusClient, send, signerOf } from "../client.ts";
import { NoBallotsError } from "../domain-errors.ts";

/** Casts the client's vote by transaction. */
export async function castVote(client: NexusClient, parameters: BallotParameters) {
  const { address, abi } = client.contracts.reviewBoard;
  const data = encodeFunctionData({ abi, ...voteCall(parameters) });
  const receipt = await send(client, { to: address, data });
  const { proposalId, support } = parameters;
  return { tx: receipt.transactionHash, proposalId, voter: signerOf(client).address, support };
}

async function isSigned({ publicClient }: NexusClient, ballot: SignedBallot): Promise<boolean> {
  const data = typedDataOfBallot(ballot);
  const signer = { address: ballot.voter, signature: ballot.signature };
  return data.primaryType === "Ballot"
    ? publicClient.verifyTypedData({ ...data, ...signer })
    : publicClient.verifyTypedData({ ...data, ...signer });
}

async function checkBallot(client: NexusClient, proposalId: bigint, ballot: SignedBallot): Promise<void> {
  const expected = { chainId: client.chainId, board: client.contracts.reviewBoard.address, proposalId };
  assertBallotFor(expected, ballot);
  if (!(await explained(isSigned(client, ballot)))) throw new BallotSignatureError({ voter: ballot.voter });
}

/**
 * Casts many signed ballots of one proposal in one transaction, after checking each signature.
 * Throws `BallotElsewhereError`, `BallotSignatureError`, `NoBallotsError`.
 */
export async function relayBallots(
  client: NexusClient,
  { proposalId, ballots }: { proposalId: bigint; ballots: readonly SignedBallot[] },
): Promise<{ tx: Hex; proposalId: bigint; voters: Address[] }> {
  if (ballots.length === 0) throw new NoBallotsError();
  for (const ballot of ballots) await checkBallot(client, proposalId, ballot);
  const { address, abi } = client.contracts.reviewBoard;
  const data = encodeFunctionData({ abi, functionName: "castVotesBySig", args: [proposalId, ballots] });
  const receipt = await send(client, { to: address, data });
  return { tx: receipt.transactionHash, proposalId, voters: ballots.map(({ voter }) => voter) };
}

/** Withdraws the client's seat from a review; its weight leaves the quorum's base. */
export async function recuse(client: NexusClient, { proposalId }: { proposalId: bigint }) {
  const { address, abi } = client.contracts.reviewBoard;
  const data = encodeFunctionData({ abi, functionName: "recuse", args: [proposalId] });
  const receipt = await send(client, { to: address, data });
  return { tx: receipt.transactionHash, proposalId, voter: signerOf(client).address };
}
