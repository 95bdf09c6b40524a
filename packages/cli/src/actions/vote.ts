import { type Address, encodeFunctionData, type Hex } from "viem";
import { explained, type NexusClient, send, signerOf } from "../client.ts";
import { BallotElsewhereError, BallotSignatureError, NoBallotsError } from "../domain-errors.ts";
import { type BallotParameters, ballotParams, type SignedBallot, SUPPORT, typedDataOf } from "./ballots.ts";

function voteData(client: NexusClient, parameters: BallotParameters): Hex {
  const { abi } = client.contracts.reviewBoard;
  const { proposalId, reason = "" } = parameters;
  const support = SUPPORT[parameters.support];
  const params = ballotParams(parameters);
  if (params !== "0x") {
    const args = [proposalId, support, reason, params] as const;
    return encodeFunctionData({ abi, functionName: "castVoteWithReasonAndParams", args });
  }
  if (reason === "")
    return encodeFunctionData({ abi, functionName: "castVote", args: [proposalId, support] });
  return encodeFunctionData({ abi, functionName: "castVoteWithReason", args: [proposalId, support, reason] });
}

/** Casts the client's vote by transaction. */
export async function castVote(client: NexusClient, parameters: BallotParameters) {
  const data = voteData(client, parameters);
  const receipt = await send(client, { to: client.contracts.reviewBoard.address, data });
  const { proposalId, support } = parameters;
  return { tx: receipt.transactionHash, proposalId, voter: signerOf(client).address, support };
}

async function isSigned({ publicClient }: NexusClient, ballot: SignedBallot): Promise<boolean> {
  const data = typedDataOf(ballot);
  const signer = { address: ballot.voter, signature: ballot.signature };
  return data.primaryType === "Ballot"
    ? publicClient.verifyTypedData({ ...data, ...signer })
    : publicClient.verifyTypedData({ ...data, ...signer });
}

async function checkBallot(client: NexusClient, proposalId: bigint, ballot: SignedBallot): Promise<void> {
  const expected = { chainId: client.chainId, board: client.contracts.reviewBoard.address, proposalId };
  for (const field of ["chainId", "board", "proposalId"] as const) {
    const [value, wanted] = [String(ballot[field]), String(expected[field])];
    if (value.toLowerCase() === wanted.toLowerCase()) continue;
    throw new BallotElsewhereError({ voter: ballot.voter, field, value, expected: wanted });
  }
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
