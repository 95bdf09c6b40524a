import { showBounty, showRun, verifyCredential } from "@nexus/cli";
import { type Trace, traceRun, waitForBlock } from "@nexus/discovery";
import type { Hex } from "viem";
import type { Certified } from "./certify.ts";
import { must, type Walk } from "./context.ts";

/** Reads a run's whole way from the index and compares it, field by field, with the chain. */
export async function traceThroughIndex(walk: Walk, certified: Certified, taskId: Hex): Promise<Trace> {
  const { trace } = await walk.step("run traced through the index", async () => {
    const index = { url: await walk.ground.index() };
    const { publicClient } = await walk.as("verifier");
    await waitForBlock(index, await publicClient.getBlockNumber(), { timeoutMs: 60_000 });
    const trace = await traceRun(index, taskId);
    const differences = await compareWithChain(walk, certified, trace);
    must(differences.length === 0, `index and chain to tell the same: ${differences.join("; ")}`);
    const { event, executors, version } = trace;
    const way = `event ${event?.eventId} → ${executors.length} executors → ${trace.signal} → ${version.name}@${version.semver}`;
    return { trace, detail: `${way}, as of block ${trace.asOf.block}` };
  });
  return trace;
}

/** What index and chain tell differently of a run, its version, credential and bounty; empty when they agree. */
async function compareWithChain(walk: Walk, certified: Certified, trace: Trace): Promise<string[]> {
  const client = await walk.as("verifier");
  const [run, credential, bounty] = await Promise.all([
    showRun(client, { taskId: trace.taskId }),
    verifyCredential(client, { reference: certified.version }),
    showBounty(client, { bountyId: certified.bountyId }),
  ]);
  const paid = trace.version.bounties.find(({ bountyId }) => bountyId === certified.bountyId);
  const pairs: [field: string, chain: unknown, index: unknown][] = [
    ["stage", run.state, trace.stage],
    ["signal", run.signal, trace.signal],
    ["resultDigest", run.resultDigest, trace.resultDigest],
    ["requester", run.requester, trace.requester],
    ["reward", run.reward, trace.reward],
    ["settledAt", run.settledAt, trace.endedAt],
    ["eventId", run.eventId, trace.event?.eventId],
    ["clauseId", run.clauseId, trace.event?.clause.id],
    ["inputDigest", run.inputDigest, trace.event?.inputDigest],
    ["versionId", run.versionId, trace.version.versionId],
    ["valid", run.valid, trace.valid],
    ["executors", run.executors.map(executorFacts).sort(), trace.executors.map(indexedExecutorFacts).sort()],
    ["credential.tokenId", credential.tokenId, trace.version.credential?.tokenId],
    ["credential.holder", credential.holder, trace.version.credential?.holder],
    ["certification.status", credential.status, trace.version.certification?.status],
    ["certification.issuedAt", credential.issuedAt, trace.version.certification?.issuedAt],
    ["certification.expiresAt", credential.expiresAt, trace.version.certification?.expiresAt],
    ["bounty.state", bounty.state, paid?.state],
    ["bounty.claimant", bounty.claimant, paid?.claimant],
  ];
  return pairs
    .map(([field, chain, index]) => [field, plain(chain), plain(index)] as const)
    .filter(([, chain, index]) => chain !== index)
    .map(([field, chain, index]) => `${field} is ${chain} on chain and ${index} in the index`);
}

type ChainExecutor = Awaited<ReturnType<typeof showRun>>["executors"][number];

// Commitments of one block have no order of their own: the facts are sorted as texts.
const executorFacts = ({ executor, commitment, commitTx, revealed }: ChainExecutor) =>
  [
    executor,
    commitment,
    commitTx,
    revealed?.resultDigest,
    revealed?.receiptDigest,
    revealed?.revealTx,
  ].join();

const indexedExecutorFacts = ({ address, commitment, tx, receipt }: Trace["executors"][number]) =>
  [address, commitment, tx, receipt?.resultDigest, receipt?.receiptDigest, receipt?.tx].join();

/** One text for equal values: amounts and times as decimals, addresses and digests in lower case. */
function plain(value: unknown): string {
  const text =
    JSON.stringify(value, (_, item) => (typeof item === "bigint" ? Number(item) : item)) ?? "absent";
  return text.toLowerCase();
}
