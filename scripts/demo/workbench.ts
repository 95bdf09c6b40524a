import {
  publishPlugin,
  relayBallots,
  reviewStatus,
  showBounty,
  signBallot,
  submitForReview,
} from "@nexus/cli";
import { bountyEscrowAbi, type DevelopmentAccountName } from "@nexus/protocol";
import { fundLocalBounty, nextVersion, SIGNERS, VOTERS } from "./certify.ts";
import { type Clients, clientsOf, eventually, type Ground } from "./context.ts";
import { pluginDirectory, pluginName } from "./plugin.ts";
import { setVotingPeriod } from "./settings.ts";

/** The seat whose ballot the open review waits for. */
export const DECIDING_SEAT: DevelopmentAccountName = "security-3";

/** How long its reviews stay open for votes. */
export const VOTING_SECONDS = 180;

/** What waits to be done by hand. */
export type Workbench = { version: string; secondsLeft: number; bountyId: bigint };

/**
 * Keeps something for people to do: a review that lacks one For vote, and a bounty to claim. Each call looks after them:
 * a review that ended is opened again, and followed by one of the next version once it is certified.
 */
export function openWorkbench(ground: Ground): () => Promise<Workbench> {
  const as = clientsOf(ground);
  let open: { version: string; proposalId: bigint } | undefined;
  return async () => {
    const bountyId = await openBounty(as);
    const left = open && (await secondsLeft(as, open.proposalId));
    if (open && left !== undefined && left !== "certified") return { ...open, bountyId, secondsLeft: left };
    const version = open && left === undefined ? open.version : await publishNext(as);
    open = { version, proposalId: await openReview(as, version) };
    return { version, bountyId, secondsLeft: VOTING_SECONDS };
  };
}

async function secondsLeft(as: Clients, proposalId: bigint): Promise<number | "certified" | undefined> {
  const { state, secondsLeft: left } = await reviewStatus(await as("verifier"), { proposalId });
  if (state === "Executed") return "certified";
  if (state === "Queued") return 0;
  return state === "Active" || state === "Pending" ? left : undefined;
}

/** Publishes the next version of the plugin, as it lies on disk or as another directory has it, and names it. */
export async function publishNext(as: Clients, path = pluginDirectory): Promise<string> {
  const version = await nextVersion(as);
  await publishPlugin(await as("publisher"), { path, version });
  return `${pluginName()}@${version}`;
}

async function openReview(as: Clients, version: string): Promise<bigint> {
  await setVotingPeriod(as, VOTING_SECONDS);
  const { proposalId } = await submitForReview(await as("publisher"), { version });
  const relayer = await as("verifier");
  await eventually("the opening of the vote", 10, async () => {
    const { state } = await reviewStatus(relayer, { proposalId });
    return state === "Active" ? true : undefined;
  });
  const voters = [...VOTERS, ...SIGNERS].filter((name) => name !== DECIDING_SEAT);
  const clients = await Promise.all(voters.map(as));
  const ballots = await Promise.all(
    clients.map((client) => signBallot(client, { proposalId, support: "for" })),
  );
  await relayBallots(relayer, { proposalId, ballots });
  return proposalId;
}

/** The latest bounty if it can be claimed, else a new one. */
async function openBounty(as: Clients): Promise<bigint> {
  const client = await as("verifier");
  const escrow = { address: client.deployment.contracts.BountyEscrow, abi: bountyEscrowAbi } as const;
  const latest = await client.publicClient.readContract({ ...escrow, functionName: "bountyCount" });
  if (latest > 0n && (await showBounty(client, { bountyId: latest })).state === "Open") return latest;
  return (await fundLocalBounty(as)).bountyId;
}

/** What a person may do with it, as lines for a terminal. */
export function workbenchLines({ version, bountyId, secondsLeft }: Workbench): string[] {
  const nexus = "npm run nexus --";
  const left = secondsLeft > 0 ? `${secondsLeft} s left` : "voted; waiting out the challenge window";
  return [
    "  Try it, in another terminal:",
    `    ${nexus} review status ${version}   (${left})`,
    `    ${nexus} review vote ${version} --for --account ${DECIDING_SEAT}   (the ballot that decides)`,
    `    ${nexus} review pay ${pluginName()}@1.0.0 --account ${DECIDING_SEAT}   (the pay of its vote)`,
    `    ${nexus} bounty claim ${bountyId} --account publisher`,
    `    ${nexus} credential verify ${pluginName()}@1.0.0`,
  ];
}
