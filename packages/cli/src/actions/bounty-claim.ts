import { commitmentMessage, commitmentSalt, submissionCommitment } from "@nexus/protocol";
import { type Address, encodeFunctionData, type Hex, parseEventLogs } from "viem";
import { explained, firstLog, type NexusClient, send, signerOf } from "../client.ts";
import { bountyOf } from "./bounty.ts";
import { sendPaying } from "./bounty-asset.ts";
import { findVersion } from "./versions.ts";

interface OfBounty {
  readonly bountyId: bigint;
}

/** Claims an open bounty for the client's account, with the bond that its terms ask for. */
export async function claimBounty(client: NexusClient, { bountyId }: OfBounty) {
  const { address, abi } = client.contracts.bountyEscrow;
  const { terms } = await bountyOf(client, bountyId);
  const data = encodeFunctionData({ abi, functionName: "claim", args: [bountyId] });
  const payment = { asset: terms.asset, amount: terms.bond };
  const { receipt, ...approval } = await sendPaying(client, { to: address, data }, payment);
  const { logs, transactionHash: tx } = receipt;
  const { args } = firstLog(parseEventLogs({ abi, eventName: "BountyClaimed", logs }), "BountyClaimed", tx);
  const { claimant, bond, claimEndsAt } = args;
  return { tx, ...approval, bountyId, claimant, bond, claimEndsAt };
}

/** The salt and the commitment of the client's account to an artifact; the account signs for the salt. */
async function ownCommitment(client: NexusClient, artifactDigest: Hex) {
  const account = signerOf(client);
  const escrow = client.contracts.bountyEscrow.address;
  const message = commitmentMessage({ chainId: client.chainId, escrow, artifactDigest });
  const salt = commitmentSalt(await account.signMessage({ message }));
  return { salt, commitment: submissionCommitment({ account: account.address, artifactDigest, salt }) };
}

/** When a commitment was made: Unix seconds and the block, both 0 if it wasn't. */
async function readCommitment({ publicClient, contracts }: NexusClient, commitment: Hex) {
  const read = { ...contracts.bountyEscrow, functionName: "commitment", args: [commitment] } as const;
  return explained(publicClient.readContract(read));
}

/** Commits the client's account to an artifact, unless it did before. Best done before the artifact is published. */
export async function commitWork(client: NexusClient, { artifactDigest }: { artifactDigest: Hex }) {
  const { address, abi } = client.contracts.bountyEscrow;
  const { commitment } = await ownCommitment(client, artifactDigest);
  const { committedAt } = await readCommitment(client, commitment);
  if (committedAt !== 0) return { artifactDigest, commitment, committedAt };
  const data = encodeFunctionData({ abi, functionName: "commitSubmission", args: [commitment] });
  const { transactionHash: tx, blockNumber } = await send(client, { to: address, data });
  const { timestamp } = await explained(client.publicClient.getBlock({ blockNumber }));
  return { tx, artifactDigest, commitment, committedAt: Number(timestamp) };
}

/** Waits until a commitment may be opened by a submission. */
async function ripen(client: NexusClient, commitment: Hex): Promise<void> {
  const { publicClient, contracts } = client;
  const blocks = await explained(
    publicClient.readContract({ ...contracts.bountyEscrow, functionName: "COMMIT_BLOCKS" }),
  );
  const { committedIn } = await readCommitment(client, commitment);
  // A transaction that is sent now lands in the next block at the earliest.
  const enough = BigInt(committedIn) + blocks - 1n;
  while ((await explained(publicClient.getBlockNumber({ cacheTime: 0 }))) < enough) {
    await new Promise((resolve) => setTimeout(resolve, publicClient.pollingInterval));
  }
}

/**
 * Submits a published version (`name@version` or id) to a bounty that the client's account claimed. Commits to its artifact first,
 * unless that was done, and waits until the commitment is old enough.
 */
export async function submitToBounty(
  client: NexusClient,
  { bountyId, version }: OfBounty & { version: string },
) {
  const { address, abi } = client.contracts.bountyEscrow;
  const { versionId, content } = await findVersion(client, version);
  const { artifactDigest } = content;
  const { tx: commitTx, commitment } = await commitWork(client, { artifactDigest });
  await ripen(client, commitment);
  const { salt } = await ownCommitment(client, artifactDigest);
  const args = [bountyId, versionId, content, salt] as const;
  const data = encodeFunctionData({ abi, functionName: "submit", args });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { args: submitted } = firstLog(
    parseEventLogs({ abi, eventName: "BountySubmitted", logs }),
    "BountySubmitted",
    tx,
  );
  const { claimEndsAt, payableFrom } = submitted;
  return { ...(commitTx && { commitTx }), tx, bountyId, versionId, claimEndsAt, payableFrom };
}

/** Takes the submission to a claimed bounty back; the claim's clock goes on. */
export async function retractSubmission(client: NexusClient, { bountyId }: OfBounty) {
  const { address, abi } = client.contracts.bountyEscrow;
  const data = encodeFunctionData({ abi, functionName: "retract", args: [bountyId] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { args } = firstLog(
    parseEventLogs({ abi, eventName: "SubmissionRetracted", logs }),
    "SubmissionRetracted",
    tx,
  );
  return { tx, bountyId, versionId: args.versionId, claimEndsAt: args.claimEndsAt };
}

/** Opens the client's commitment to the artifact submitted to a bounty, and so ends the claim of who copied it. */
export async function contestBounty(client: NexusClient, { bountyId }: OfBounty) {
  const { address, abi } = client.contracts.bountyEscrow;
  const { versionId } = await bountyOf(client, bountyId);
  const { content } = await findVersion(client, versionId);
  const { salt } = await ownCommitment(client, content.artifactDigest);
  const author: Address = signerOf(client).address;
  const proof = [author, content.artifactDigest, salt] as const;
  const proveData = encodeFunctionData({ abi, functionName: "proveAuthorship", args: proof });
  const { transactionHash: proveTx } = await send(client, { to: address, data: proveData });
  const data = encodeFunctionData({ abi, functionName: "contest", args: [bountyId, content] });
  const { logs, transactionHash: tx } = await send(client, { to: address, data });
  const { args } = firstLog(
    parseEventLogs({ abi, eventName: "BountyClaimFreed", logs }),
    "BountyClaimFreed",
    tx,
  );
  return { proveTx, tx, bountyId, author, claimant: args.claimant, forfeitedBond: args.forfeitedBond };
}
