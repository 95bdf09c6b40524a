import { Conclusion } from "@nexus/protocol";
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from "viem";
import { explained, firstLog, type NexusClient, send, signerOf } from "../client.ts";

/** What submitting a version costs its publisher now, in NXS's smallest unit. */
export async function submissionFee(
  { publicClient, contracts }: NexusClient,
  versionId: Hex,
): Promise<bigint> {
  const previous = await explained(
    publicClient.readContract({
      ...contracts.reviewBoard,
      functionName: "latestProposal",
      args: [versionId],
    }),
  );
  return explained(
    publicClient.readContract({ ...contracts.reviewFees, functionName: "feeAfter", args: [previous] }),
  );
}

/**
 * A review's fee as it stands; undefined for one that cost nothing. `payPerVote` is what the terms promise, `pay` what each of the
 * `ballots` is paid once votes are over, in NXS's smallest unit; `settled` tells whether the rest has left.
 */
export async function reviewFee({ publicClient, contracts }: NexusClient, proposalId: bigint) {
  const { terms, conclusion, ballots, pay, closed } = await explained(
    publicClient.readContract({ ...contracts.reviewFees, functionName: "feeOf", args: [proposalId] }),
  );
  if (terms.fee === 0n) return undefined;
  return {
    ...terms,
    conclusion: Conclusion[conclusion] as Conclusion,
    ballots: Number(ballots),
    pay,
    settled: closed,
  };
}

/** Pays a vote (the client's without a voter) its flat pay, once its review's voting is over. Anyone may send it. */
export async function collectPay(
  client: NexusClient,
  { proposalId, voter }: { proposalId: bigint; voter?: Address },
) {
  const { address, abi } = client.contracts.reviewFees;
  const payee = voter ?? signerOf(client).address;
  const data = encodeFunctionData({ abi, functionName: "collectPay", args: [proposalId, payee] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const paid = firstLog(parseEventLogs({ abi, eventName: "PayCollected", logs }), "PayCollected", tx);
  return { tx, proposalId, voter: payee, amount: paid.args.amount };
}

/** Pays out what a decided review's votes leave of its fee: the publisher's part and the treasury's. */
export async function settleFee(client: NexusClient, { proposalId }: { proposalId: bigint }) {
  const { address, abi } = client.contracts.reviewFees;
  const data = encodeFunctionData({ abi, functionName: "settle", args: [proposalId] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const settled = firstLog(parseEventLogs({ abi, eventName: "FeeSettled", logs }), "FeeSettled", tx);
  const { conclusion, toPublisher, toTreasury } = settled.args;
  return { tx, proposalId, conclusion: Conclusion[conclusion] as Conclusion, toPublisher, toTreasury };
}
