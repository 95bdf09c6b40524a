import {
  ContractRefusalError,
  castVote,
  claimBounty,
  collectPay,
  createBounty,
  publishPlugin,
  relayBallots,
  reviewFee,
  reviewStatus,
  showBounty,
  signBallot,
  submitForReview,
  submitToBounty,
  verifyCredential,
  withdrawPayment,
} from "@nexus/cli";
import {
  clauseIdOf,
  type DevelopmentAccountName,
  formatSemVer,
  parametersFor,
  pluginRegistryAbi,
} from "@nexus/protocol";
import { formatEther, type Hex, parseEther, zeroAddress } from "viem";
import { type Clients, eventually, must, type Walk } from "./context.ts";
import { askForBinding, type Binding } from "./dao.ts";
import { localClause, pluginDirectory, pluginName } from "./plugin.ts";

/** Reviewers who vote by transaction. */
export const VOTERS: readonly DevelopmentAccountName[] = ["clause-1", "security-1", "drf-1", "drr-1"];
/** Reviewers who sign their ballots. */
export const SIGNERS: readonly DevelopmentAccountName[] = [
  ...(["clause-2", "clause-3", "security-2", "security-3"] as const),
  ...(["drf-2", "drf-3", "drr-2", "drr-3", "hub-1"] as const),
];
const CONFLICTED: DevelopmentAccountName = "colleague";

const REWARD = parseEther("2");
const BOND = parseEther("0.1");
const HOUR = 3_600;
const WHOLE_BPS = 10_000n;

/** A version with the bounty it was submitted to and the proposal that certified it. */
export type Certified = {
  version: string;
  versionId: Hex;
  bountyId: bigint;
  proposalId: bigint;
  auditTaskId: Hex;
  binding: Binding;
};

/** From a developer's disk to a certified, credentialed and paid version. Meanwhile the DAO decides on its binding. */
export async function certifyPlugin(walk: Walk, reviewsOpen?: number): Promise<Certified> {
  const { version, versionId } = await publish(walk);
  const binding = askForBinding(walk, version, reviewsOpen);
  const bountyId = await bounty(walk, version);
  const { proposalId, auditTaskId } = await review(walk, version, bountyId);
  await vote(walk, proposalId);
  await certify(walk, { version, proposalId, bountyId });
  return { version, versionId, bountyId, proposalId, auditTaskId, binding };
}

async function publish(walk: Walk) {
  return walk.step("plugin published", async () => {
    const client = await walk.as("publisher");
    const next = await nextVersion(walk.as);
    const published = await publishPlugin(client, { path: pluginDirectory, version: next });
    const { tx, versionId, manifestDigest, artifactDigest } = published;
    const version = `${pluginName()}@${next}`;
    return {
      tx,
      versionId,
      version,
      detail: `${version}, manifest ${manifestDigest}, component ${artifactDigest}`,
    };
  });
}

/** 1.0.0 on a fresh chain; else the patch after the latest, so that the walk can be repeated. */
export async function nextVersion(as: Clients): Promise<string> {
  const { publicClient, deployment } = await as("publisher");
  const registry = { address: deployment.contracts.PluginRegistry, abi: pluginRegistryAbi } as const;
  const pluginId = await publicClient.readContract({
    ...registry,
    functionName: "pluginIdOf",
    args: [pluginName()],
  });
  const args = [pluginId, 1] as const;
  const latest = await publicClient.readContract({ ...registry, functionName: "latestPublished", args });
  return latest === 0n ? "1.0.0" : formatSemVer(latest + 1n);
}

async function bounty(walk: Walk, version: string): Promise<bigint> {
  const { bountyId } = await walk.step("bounty funded", async () => {
    const { tx, bountyId, amount } = await fundLocalBounty(walk.as);
    return { tx, bountyId, detail: `bounty ${bountyId} holds ${formatEther(amount)} ETH` };
  });
  const publisher = await walk.as("publisher");
  await walk.step("bounty claimed", async () => {
    const { tx, bond } = await claimBounty(publisher, { bountyId });
    return { tx, detail: `exclusively for an hour, with a bond of ${formatEther(bond)} ETH` };
  });
  await walk.step("version submitted to the bounty", async () => {
    const { tx } = await submitToBounty(publisher, { bountyId, version });
    return { tx, detail: version };
  });
  return bountyId;
}

/** Creates and funds a bounty for the local clause. */
export async function fundLocalBounty(as: Clients) {
  const client = await as("funder");
  const { timestamp } = await client.publicClient.getBlock();
  return createBounty(client, {
    clause: clauseIdOf(localClause()),
    specification: new TextEncoder().encode(
      "A reproducible rainfall trigger for the clause, with audit vectors.",
    ),
    bond: BOND,
    claimWindow: HOUR,
    reviewWindow: HOUR,
    contestWindow: 1,
    deadline: Number(timestamp) + 24 * HOUR,
    amount: REWARD,
  });
}

async function review(walk: Walk, version: string, bountyId: bigint) {
  return walk.step("review opened", async () => {
    const submitted = await submitForReview(await walk.as("publisher"), { version, bountyId });
    const { tx, proposalId, auditTaskId, chambers, fee } = submitted;
    return {
      tx,
      proposalId,
      auditTaskId,
      detail: `chambers ${chambers.join(", ")}; audit task ${auditTaskId}; fee ${formatEther(fee)} NXS`,
    };
  });
}

async function vote(walk: Walk, proposalId: bigint): Promise<void> {
  const reader = await walk.as("verifier");
  await eventually("the opening of the vote", 10, async () => {
    const { state } = await reviewStatus(reader, { proposalId });
    return state === "Active" ? true : undefined;
  });
  await walk.step("votes by transaction", async () => {
    const clients = await Promise.all(VOTERS.map(walk.as));
    const [first] = await Promise.all(
      clients.map((client) => castVote(client, { proposalId, support: "for" })),
    );
    return { ...(first && { tx: first.tx }), detail: `${VOTERS.join(", ")} voted For` };
  });
  await walk.step("conflicted vote refused", async () => {
    const client = await walk.as(CONFLICTED);
    const refusal = await castVote(client, { proposalId, support: "for" }).catch((error: unknown) => error);
    must(refusal instanceof ContractRefusalError, `the vote of ${CONFLICTED} to be refused`);
    must(
      /conflict of interest/i.test(refusal.message),
      `a conflict of interest as the reason, not: ${refusal.message}`,
    );
    return { detail: refusal.message };
  });
  await walk.step("votes by signature, in one batch", async () => {
    const signers = await Promise.all(SIGNERS.map(walk.as));
    const ballots = await Promise.all(
      signers.map((client) => signBallot(client, { proposalId, support: "for" })),
    );
    const { tx, voters } = await relayBallots(await walk.as("verifier"), { proposalId, ballots });
    return { tx, detail: `${voters.length} ballots of ${SIGNERS.join(", ")}, relayed by somebody else` };
  });
  await walk.step("audit settled", async () => {
    const client = await walk.as("verifier");
    const audit = await eventually("the audit", 90, async () => {
      const { audit } = await reviewStatus(client, { proposalId });
      must(audit.state !== "Failed", "the executors to agree on the audit");
      return audit.state === "Settled" ? audit : undefined;
    });
    must(audit.passedAt !== 0, "the audit to pass");
    return {
      detail: `${audit.reveals} executors reproduced the vectors and seeded inputs: ${audit.resultDigest}`,
    };
  });
}

type Review = { version: string; proposalId: bigint; bountyId: bigint };

async function certify(walk: Walk, { version, proposalId, bountyId }: Review): Promise<void> {
  const client = await walk.as("verifier");
  await walk.step("vote passed, challenge window over, certified", async () => {
    await eventually("the certification", 120, async () => {
      const { state, verdict } = await reviewStatus(client, { proposalId });
      must(
        !["Defeated", "Canceled", "Expired"].includes(state),
        `the vote to pass: ${verdict.reasons.join("; ")}`,
      );
      return state === "Executed" ? true : undefined;
    });
    const { valid, tokenId, holder } = await verifyCredential(client, { reference: version });
    must(valid, "a valid credential");
    return { detail: `credential ${tokenId} is held by ${holder}` };
  });
  await walk.step("votes paid, a part of the fee back", async () => {
    const { payPerVote } = parametersFor(walk.ground.deployment.chainId).fees;
    const clients = await Promise.all(VOTERS.map(walk.as));
    const paid = await Promise.all(clients.map((voter) => collectPay(voter, { proposalId })));
    must(
      paid.every(({ amount }) => amount === payPerVote),
      `${formatEther(payPerVote)} NXS for each vote`,
    );
    const { fee, refundBps } = await eventually("the settling of the fee by a keeper", 60, async () => {
      const charged = await reviewFee(client, proposalId);
      return charged?.settled ? charged : undefined;
    });
    const votes = `${formatEther(payPerVote)} NXS each to ${VOTERS.join(", ")}`;
    const refund = (fee * BigInt(refundBps)) / WHOLE_BPS;
    return { detail: `${votes}; ${formatEther(refund)} NXS back to the publisher` };
  });
  await walk.step("bounty paid", async () => {
    await eventually("the payment", 60, async () => {
      const { state } = await showBounty(client, { bountyId });
      return state === "Paid" ? true : undefined;
    });
    const { tx, payee, amount } = await withdrawPayment(await walk.as("publisher"), { asset: zeroAddress });
    must(amount >= REWARD + BOND, `at least ${formatEther(REWARD + BOND)} ETH, reward and bond`);
    return { tx, detail: `${formatEther(amount)} ETH, reward and bond, to ${payee}` };
  });
}
