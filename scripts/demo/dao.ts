import {
  bindVersion,
  ContractRefusalError,
  callByName,
  type DecisionCall,
  executeDecision,
  proposeDecision,
  queueDecision,
  showDecision,
  voteOnDecision,
} from "@nexus/cli";
import { clauseIdOf } from "@nexus/protocol";
import { zeroHash } from "viem";
import { HOLDERS } from "../start/seed.ts";
import { type Clients, eventually, must, type Walk } from "./context.ts";
import { localClause } from "./plugin.ts";
import { votingPeriodCall } from "./settings.ts";

/** Longer than a local vote and the timelock's delay take together. */
const PATIENCE_SECONDS = 60;

/**
 * Has the DAO decide on calls: a holder proposes, all vote For, the last holder queues it and, when the timelock allows it,
 * executes it. Only holders send transactions, so that others may send theirs meanwhile.
 */
export async function decide(as: Clients, calls: readonly DecisionCall[], description: string) {
  const proposalId = await passDecision(as, calls, description);
  return carryOut(as, proposalId);
}

/** The same up to the timelock's queue. One decision at a time. */
export async function passDecision(as: Clients, calls: readonly DecisionCall[], description: string) {
  const [proposer, ...others] = await Promise.all(HOLDERS.map(as));
  if (proposer === undefined) throw new Error("the DAO has no holders");
  // The number of a proposal follows from its words; with the block in them the same may be asked for again.
  const asked = `${description} (asked at block ${await proposer.publicClient.getBlockNumber()})`;
  const { proposalId } = await proposeDecision(proposer, { calls, description: asked });
  const stateIs = (state: string) => async () => {
    const found = await showDecision(proposer, { proposalId });
    must(found.state !== "Defeated", "the DAO to pass the proposal");
    return found.state === state ? true : undefined;
  };
  await eventually("the opening of the DAO's vote", PATIENCE_SECONDS, stateIs("Active"));
  const vote = { proposalId, support: "for" } as const;
  await Promise.all([proposer, ...others].map((holder) => voteOnDecision(holder, vote)));
  await eventually("the end of the DAO's vote", PATIENCE_SECONDS, stateIs("Succeeded"));
  await queueDecision(proposer, { proposalId });
  return proposalId;
}

/** Executes a queued decision as soon as the timelock allows it. */
export async function carryOut(as: Clients, proposalId: bigint) {
  const client = await as(HOLDERS[0]);
  const { executableFrom } = await showDecision(client, { proposalId });
  await eventually("the end of the timelock's delay", PATIENCE_SECONDS, async () => {
    const { timestamp } = await client.publicClient.getBlock();
    return Number(timestamp) >= executableFrom ? true : undefined;
  });
  return executeDecision(client, { proposalId });
}

/** What the walk asks the DAO for while the Review Board votes. */
export type Binding = {
  /** The proposal, once it waits in the timelock. */
  queued: Promise<bigint>;
};

/**
 * Begins a decision of the DAO that lets the clause run the version, and keeps later reviews open for `reviewsOpen` seconds if
 * that is given. It passes while the version is reviewed, and is carried out when that is certified.
 */
export function askForBinding(walk: Walk, version: string, reviewsOpen?: number): Binding {
  const ask = async () => {
    const bind = await callByName(await walk.as("verifier"), {
      ...{ contract: "ClauseRegistry", function: "bindVersion" },
      arguments: [clauseIdOf(localClause()), version, "Executable"],
    });
    const period = reviewsOpen === undefined ? undefined : await votingPeriodCall(walk.as, reviewsOpen);
    return passDecision(walk.as, period ? [bind, period] : [bind], `Let the clause run ${version}`);
  };
  const queued = ask();
  // Whoever waits for it is told; a walk that ends before has its own reason.
  queued.catch(() => undefined);
  return { queued };
}

/** The DAO carries out what it decided: the version is bound to the clause. */
export async function bindByDao(walk: Walk, version: string, { queued }: Binding): Promise<void> {
  await walk.step("DAO bound the version to the clause", async () => {
    const proposalId = await queued;
    const { tx, calls } = await carryOut(walk.as, proposalId);
    const words = calls.map(({ call }) => call).join(", ");
    return { tx, detail: `${HOLDERS.join(", ")} voted For; the timelock called ${words} for ${version}` };
  });
}

/** After the hand-over the deployer is an account like any other. */
export async function deployerRefused(walk: Walk): Promise<void> {
  await walk.step("deployer refused", async () => {
    const client = await walk.as("deployer");
    const bind = { clause: clauseIdOf(localClause()), version: zeroHash, mode: "Executable" } as const;
    const refusal = await bindVersion(client, bind).catch((error: unknown) => error);
    must(refusal instanceof ContractRefusalError, "the deployer's call to be refused");
    must(
      refusal.refusal === "AccessManagedUnauthorized",
      `a missing role as the reason, not: ${refusal.message}`,
    );
    return { detail: refusal.message };
  });
}
